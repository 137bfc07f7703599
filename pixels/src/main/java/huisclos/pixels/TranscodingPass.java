package huisclos.pixels;

import huisclos.dicom.DataSet;
import huisclos.dicom.DataSetCopier;
import huisclos.dicom.DataSetDecoder;
import huisclos.dicom.DataSetReader;
import huisclos.dicom.DataSetWriter;
import huisclos.dicom.ReadOptions;
import huisclos.dicom.Tag;
import huisclos.dicom.Token;
import huisclos.dicom.Token.ElementHeader;
import huisclos.dicom.Token.FragmentsStart;
import huisclos.dicom.TransferSyntax;
import huisclos.pixels.Undecodable.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.stream.IntStream;

/** One data set transcoded from a stream to another. Of one thread, once. */
final class TranscodingPass {
  private final FrameCodec codec;
  private final TransferSyntax to;
  private final OutputStream out;

  TranscodingPass(FrameCodec codec, TransferSyntax to, OutputStream out) {
    this.codec = codec;
    this.to = to;
    this.out = out;
  }

  /**
   * Transcodes.
   *
   * @return why it can't be done; something may have been written by then
   * @throws IOException if a stream fails or the data set is broken
   */
  Optional<Undecodable> run(InputStream in, TransferSyntax from) throws IOException {
    DataSetReader reader = new DataSetReader(in, from);
    DataSet header =
        DataSetDecoder.read(
            reader, new ReadOptions(Tag.PIXEL_DATA, FrameSource.HEADER_VALUE_BYTES));
    Optional<Undecodable> unfit = TranscodedHeader.prepare(header);
    if (unfit.isPresent()) {
      return unfit;
    }
    Token next = reader.next();
    if (isPixelData(next)) {
      Optional<Undecodable> over = pixels(reader, header, next, from);
      if (over.isPresent()) {
        return over;
      }
    } else {
      // Reports, presentation states and the like: nothing in them is coded.
      DataSetWriter.write(header, out, to);
      reader.pushBack(next);
    }
    DataSetCopier.copy(reader, out, to);
    // What may follow belongs to what was stored, and to its hash.
    in.transferTo(OutputStream.nullOutputStream());
    return Optional.empty();
  }

  private static boolean isPixelData(Token token) {
    return (token instanceof ElementHeader element && element.tag() == Tag.PIXEL_DATA)
        || (token instanceof FragmentsStart start && start.tag() == Tag.PIXEL_DATA);
  }

  private Optional<Undecodable> pixels(
      DataSetReader reader, DataSet header, Token start, TransferSyntax from) throws IOException {
    Optional<PixelDescription> described = PixelDescription.of(header, from);
    if (described.isEmpty()) {
      return Optional.of(new Undecodable(Reason.INCONSISTENT));
    }
    PixelDescription description = described.get();
    Frames frames = new Frames(description, header);
    Optional<Undecodable> over =
        start instanceof ElementHeader element
            ? NativeFrames.read(
                reader,
                element,
                description,
                IntStream.range(0, description.frames()).iterator(),
                frames)
            : new FragmentAssembly(description, header).read(reader, _ -> true, frames);
    return over.isPresent() ? over : frames.end();
  }

  /** Writes the header at the first frame, which says what it must say; then each frame. */
  private final class Frames implements FrameSink {
    private final PixelDescription description;
    private final DataSet header;
    private final PixelDataWriter pixels = PixelDataWriter.of(to, out);
    private Optional<NativeFrame> first = Optional.empty();
    private int count;

    Frames(PixelDescription description, DataSet header) {
      this.description = description;
      this.header = header;
    }

    @Override
    public Optional<Undecodable> take(int number, byte[] stored) throws IOException {
      if (number != count++) {
        return Optional.of(new Undecodable(Reason.INCONSISTENT));
      }
      return switch (codec.convert(description, stored, to)) {
        case Undecodable why -> Optional.of(why);
        case ConvertedFrame(NativeFrame samples, String photometric, byte[] bytes) ->
            write(samples, photometric, bytes);
      };
    }

    private Optional<Undecodable> write(NativeFrame frame, String photometric, byte[] bytes)
        throws IOException {
      if (first.isEmpty()) {
        first = Optional.of(frame);
        if (!to.encapsulated() && !pixels.fits(description)) {
          return Optional.of(new Undecodable(Reason.TOO_LARGE));
        }
        TranscodedHeader.describe(header, frame, photometric);
        DataSetWriter.write(header, out, to);
        pixels.begin(frame.description());
      } else if (!first.get().isLike(frame)) {
        return Optional.of(new Undecodable(Reason.INCONSISTENT));
      }
      pixels.frame(bytes);
      return Optional.empty();
    }

    Optional<Undecodable> end() throws IOException {
      if (count != description.frames()) {
        return Optional.of(new Undecodable(Reason.DAMAGED));
      }
      pixels.end();
      return Optional.empty();
    }
  }
}
