package huisclos.desk.web.wado;

import huisclos.archive.Archive;
import huisclos.archive.KeptBytes;
import huisclos.archive.StoredInstance;
import huisclos.dicom.DataSet;
import huisclos.dicom.DataSetDecoder;
import huisclos.dicom.DataSetReader;
import huisclos.dicom.DicomException;
import huisclos.dicom.FrameIndex;
import huisclos.dicom.ReadOptions;
import huisclos.dicom.Tag;
import huisclos.dicom.Token;
import huisclos.dicom.TransferSyntax;
import huisclos.gate.Pass;
import huisclos.pixels.PixelDescription;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;

/** Finds out where frames lie, once a version of an instance. Thread-safe. */
final class FrameMaps {
  /** Offset tables of up to this many bytes are read; half a million frames. */
  private static final int TABLE_BYTES = 4 << 20;

  private static final String FORM = "frames";

  private final Archive archive;

  FrameMaps(Archive archive) {
    this.archive = archive;
  }

  FrameMap of(Pass pass, StoredInstance instance) throws IOException {
    Optional<FrameMap> known = archive.derived(pass, instance, FORM, FrameMap.class);
    if (known.isPresent()) {
      return known.get();
    }
    long since = archive.destructions();
    FrameMap map = read(pass, instance);
    archive.keep(instance, FORM, map, since);
    return map;
  }

  private FrameMap read(Pass pass, StoredInstance instance) throws IOException {
    TransferSyntax syntax = InstanceReader.syntax(instance);
    KeptBytes kept = archive.kept(pass, instance);
    try (InputStream in = kept.from(0)) {
      DataSetReader reader = new DataSetReader(in, syntax, !syntax.deflated());
      DataSet header =
          DataSetDecoder.read(reader, new ReadOptions(Tag.FLOAT_PIXEL_DATA, TABLE_BYTES));
      while (true) {
        switch (reader.next()) {
          case Token.ElementHeader element -> {
            if (isPixels(element.tag())) {
              return plain(header, element, reader);
            }
          }
          case Token.FragmentsStart fragments -> {
            if (fragments.tag() == Tag.PIXEL_DATA) {
              return encapsulated(header, syntax, reader, kept);
            }
          }
          case Token.End _ -> {
            return new FrameMap.None();
          }
          case Token.SequenceStart _,
              Token.ItemStart _,
              Token.ItemEnd _,
              Token.SequenceEnd _,
              Token.Fragment _,
              Token.FragmentsEnd _ -> {}
        }
      }
    }
  }

  private static boolean isPixels(int tag) {
    return tag == Tag.PIXEL_DATA
        || tag == Tag.FLOAT_PIXEL_DATA
        || tag == Tag.DOUBLE_FLOAT_PIXEL_DATA;
  }

  private static FrameMap plain(DataSet header, Token.ElementHeader element, DataSetReader reader) {
    long bits = frameBits(header);
    if (bits == 0) {
      return new FrameMap.None();
    }
    long whole = element.length() * 8 / bits;
    int said = Math.max(1, header.integer(Tag.NUMBER_OF_FRAMES).orElse(1));
    boolean turned = reader.valueIsBigEndian() && element.vr().unitBytes() > 1;
    return new FrameMap.Native(
        element.tag(),
        reader.offset(),
        element.length(),
        bits,
        (int) Math.min(said, whole),
        turned ? element.vr().unitBytes() : 1,
        element.tag() == Tag.PIXEL_DATA
            ? PixelDescription.of(header, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN)
            : Optional.empty());
  }

  /** Bits of a frame of plain numbers (PS3.3 §C.7.6.3.1); 0 where the header doesn't say. */
  private static long frameBits(DataSet header) {
    long rows = header.integer(Tag.ROWS).orElse(0);
    long columns = header.integer(Tag.COLUMNS).orElse(0);
    long samples = header.integer(Tag.SAMPLES_PER_PIXEL).orElse(1);
    long allocated = header.integer(Tag.BITS_ALLOCATED).orElse(0);
    String colours = header.string(Tag.PHOTOMETRIC_INTERPRETATION, "");
    if (rows <= 0
        || columns <= 0
        || samples <= 0
        || samples > 4
        || allocated <= 0
        || allocated > 64) {
      return 0;
    }
    long halved = colours.endsWith("_422") && samples == 3 ? 2 : samples;
    return rows * columns * halved * allocated;
  }

  private static FrameMap encapsulated(
      DataSet header, TransferSyntax syntax, DataSetReader reader, KeptBytes kept)
      throws IOException {
    long table = reader.offset();
    long base;
    try (InputStream in = kept.from(table)) {
      ByteBuffer item = ByteBuffer.wrap(in.readNBytes(8)).order(ByteOrder.LITTLE_ENDIAN);
      if (item.remaining() < 8) {
        return new FrameMap.None();
      }
      base = table + 8 + Integer.toUnsignedLong(item.getInt(4));
    }
    try {
      return new FrameMap.Encapsulated(
          base,
          FrameIndex.read(reader, header).frames(),
          true,
          PixelDescription.of(header, syntax));
    } catch (DicomException _) {
      return untold(base, kept);
    }
  }

  /** Fragments of which nothing says where frames begin, such as those of a video: as a whole. */
  private static FrameMap untold(long base, KeptBytes kept) throws IOException {
    long at = base;
    long length = 0;
    int fragments = 0;
    try (InputStream in = kept.from(base)) {
      while (true) {
        ByteBuffer item = ByteBuffer.wrap(in.readNBytes(8)).order(ByteOrder.LITTLE_ENDIAN);
        if (item.remaining() < 8 || item.getInt(0) != ITEM) {
          break;
        }
        long bytes = Integer.toUnsignedLong(item.getInt(4));
        in.skipNBytes(bytes);
        at += 8 + bytes;
        length += bytes;
        fragments++;
      }
    }
    return fragments == 0 || at > kept.length()
        ? new FrameMap.None()
        : new FrameMap.Encapsulated(
            base, List.of(new FrameIndex.Frame(0, fragments, 0, length)), false, Optional.empty());
  }

  /** An item's tag as its four bytes read as one little endian number. */
  private static final int ITEM = 0xE000FFFE;
}
