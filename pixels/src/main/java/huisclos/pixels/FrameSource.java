package huisclos.pixels;

import huisclos.dicom.BulkElement;
import huisclos.dicom.DataSet;
import huisclos.dicom.DataSetDecoder;
import huisclos.dicom.DataSetReader;
import huisclos.dicom.FragmentsElement;
import huisclos.dicom.ReadOptions;
import huisclos.dicom.SequenceElement;
import huisclos.dicom.Tag;
import huisclos.dicom.Token.ElementHeader;
import huisclos.dicom.Token.FragmentsStart;
import huisclos.dicom.TransferSyntax;
import huisclos.dicom.ValueElement;
import huisclos.pixels.Undecodable.Reason;
import java.io.IOException;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * Frames as they are stored, with what describes them: what a {@link FrameDecoder} is given.
 *
 * <p>Uncompressed pixel data is cut into frames (PS3.5 §8.1.1), little endian whatever the source;
 * fragments are put together by the offset tables, or where there are none by the marker that a
 * code stream begins with (PS3.5 §A.4). Frames count from 0. Immutable, if the arrays are left
 * alone; thread-safe.
 */
public final class FrameSource implements Opening {
  /** Header values up to this many bytes are held: the extended offset tables are among them. */
  static final long HEADER_VALUE_BYTES = 8L * PixelLimits.MAX_FRAMES;

  private final PixelDescription description;
  private final DataSet header;
  private final SortedMap<Integer, byte[]> frames;

  FrameSource(PixelDescription description, DataSet header, SortedMap<Integer, byte[]> frames) {
    this.description = description;
    this.header = header;
    this.frames = frames;
  }

  /** A source of frames that the caller has, numbered as the caller says. */
  public static FrameSource of(PixelDescription description, SortedMap<Integer, byte[]> frames) {
    return new FrameSource(description, new DataSet(), new TreeMap<>(frames));
  }

  /**
   * All frames of a data set that is held in memory.
   *
   * @param syntax the one that it was read in
   */
  public static Opening of(DataSet set, TransferSyntax syntax) {
    Optional<PixelDescription> described = PixelDescription.of(set, syntax);
    if (described.isEmpty()) {
      return new Undecodable(set.contains(Tag.PIXEL_DATA) ? Reason.INCONSISTENT : absence(set));
    }
    PixelDescription description = described.get();
    return switch (set.get(Tag.PIXEL_DATA).orElse(null)) {
      case null -> new Undecodable(absence(set));
      case SequenceElement _ -> new Undecodable(Reason.INCONSISTENT);
      case BulkElement _ -> new Undecodable(Reason.TOO_LARGE);
      case ValueElement value ->
          new FrameSource(description, set, NativeFrames.all(value, description));
      case FragmentsElement fragments ->
          new FrameSource(
              description, set, new FragmentAssembly(description, set).all(fragments).frames());
    };
  }

  /**
   * Some frames of a data set that streams by; the others are passed over and not held.
   *
   * @param reader at the start of a data set; it is read to the end of the pixel data
   * @param wanted numbers of frames, from 0
   * @throws IOException if the source fails or the data set is broken
   */
  public static Opening read(DataSetReader reader, SortedSet<Integer> wanted) throws IOException {
    DataSet set = DataSetDecoder.read(reader, new ReadOptions(Tag.PIXEL_DATA, HEADER_VALUE_BYTES));
    Optional<PixelDescription> described = PixelDescription.of(set, reader.transferSyntax());
    FrameSink.Keeping kept = new FrameSink.Keeping();
    Optional<Undecodable> over =
        switch (reader.next()) {
          case ElementHeader header when header.tag() == Tag.PIXEL_DATA && described.isPresent() ->
              NativeFrames.read(
                  reader,
                  header,
                  described.get(),
                  wanted.stream().mapToInt(Integer::intValue).iterator(),
                  kept);
          case FragmentsStart start when start.tag() == Tag.PIXEL_DATA && described.isPresent() ->
              new FragmentAssembly(described.get(), set)
                  .read(reader, n -> wanted.contains(n), kept);
          case ElementHeader header when header.tag() == Tag.PIXEL_DATA ->
              Optional.of(new Undecodable(Reason.INCONSISTENT));
          case FragmentsStart start when start.tag() == Tag.PIXEL_DATA ->
              Optional.of(new Undecodable(Reason.INCONSISTENT));
          default -> Optional.of(new Undecodable(absence(set)));
        };
    return over.isPresent()
        ? over.get()
        : new FrameSource(described.orElseThrow(), set, kept.frames());
  }

  static Reason absence(DataSet set) {
    return set.contains(Tag.FLOAT_PIXEL_DATA) || set.contains(Tag.DOUBLE_FLOAT_PIXEL_DATA)
        ? Reason.FLOAT_PIXELS
        : Reason.NO_PIXELS;
  }

  /** What the attributes say of the pixels. */
  public PixelDescription description() {
    return description;
  }

  /**
   * The data set's attributes: windows, modality LUT, palette and whatever else a renderer needs.
   * Of one that streamed by, those before the pixel data.
   */
  public DataSet header() {
    return header;
  }

  /** How many frames are here: all, or those that were asked for. */
  public int size() {
    return frames.size();
  }

  /** A frame's bytes as stored, padding included; empty where there is none of that number. */
  public Optional<byte[]> frame(int number) {
    return Optional.ofNullable(frames.get(number));
  }
}
