package huisclos.pixels;

import huisclos.dicom.DataSet;
import huisclos.dicom.DataSetDecoder;
import huisclos.dicom.Part10;
import huisclos.dicom.Part10File;
import huisclos.dicom.ReadOptions;
import huisclos.dicom.TransferSyntax;
import huisclos.testkit.SharedData;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/** Frames of the shared files. */
public final class SharedFrames {
  private SharedFrames() {}

  /** A file's data set and its syntax. */
  public record Read(DataSet set, TransferSyntax syntax) {
    /** Its frames, which it must have. */
    public FrameSource source() throws IOException {
      return switch (FrameSource.of(set, syntax)) {
        case FrameSource source -> source;
        case Undecodable undecodable -> throw new IOException(undecodable.reason().sentence());
      };
    }
  }

  /** Reads a file. */
  public static Read read(Path file) throws IOException {
    Part10File opened = Part10.open(new ByteArrayInputStream(Files.readAllBytes(file)));
    DataSet set = DataSetDecoder.read(opened.reader(), ReadOptions.whole());
    return new Read(set, opened.transferSyntax());
  }

  /** The smallest well-formed file of a transfer syntax. */
  public static Read smallest(String syntax) throws IOException {
    return read(
        SharedData.entries().stream()
            .filter(entry -> entry.wellFormed() && entry.transferSyntax().equals(syntax))
            .map(SharedData.Entry::file)
            .min(Comparator.comparingLong(SharedFrames::size))
            .orElseThrow());
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
