package huisclos.pixels;

import huisclos.dicom.DataSet;
import huisclos.dicom.DataSetDecoder;
import huisclos.dicom.DataSetWriter;
import huisclos.dicom.FragmentsElement;
import huisclos.dicom.Part10;
import huisclos.dicom.Part10File;
import huisclos.dicom.ReadOptions;
import huisclos.dicom.Tag;
import huisclos.dicom.TransferSyntax;
import huisclos.dicom.Uids;
import huisclos.dicom.Vr;
import huisclos.pixels.codec.RleEncoder;
import huisclos.testkit.SharedData;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Frames of the shared files. */
public final class SharedFrames {
  private SharedFrames() {}

  /** A data set, its syntax, and its bytes. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  public record Read(DataSet set, TransferSyntax syntax, byte[] bytes) {
    /** A data set of these bytes. */
    public static Read of(byte[] bytes, TransferSyntax syntax) throws IOException {
      return new Read(
          DataSetDecoder.read(new ByteArrayInputStream(bytes), syntax, ReadOptions.whole()),
          syntax,
          bytes);
    }

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
    return Read.of(opened.dataSetStream().readAllBytes(), opened.transferSyntax());
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

  /** The smallest well-formed file of a transfer syntax whose pixel data can be coded otherwise. */
  public static Read smallestImage(String syntax, FrameDecoder decoder) throws IOException {
    for (Path file :
        SharedData.entries().stream()
            .filter(entry -> entry.wellFormed() && entry.transferSyntax().equals(syntax))
            .map(SharedData.Entry::file)
            .sorted(Comparator.comparingLong(SharedFrames::size))
            .toList()) {
      Read read = read(file);
      if (FrameSource.of(read.set(), read.syntax()) instanceof FrameSource source
          && source.description().bitsStored() > 1
          && source.description().bitsAllocated() <= 16
          && source.size() == source.description().frames()
          && decoder.decode(source, 0) instanceof Decoding.Decoded) {
        return read;
      }
    }
    throw new IOException("no such image");
  }

  /** A data set with frames in RLE, each of one value: its number. */
  public static Read withRleFrames(DataSet set, int frames, int samples) throws IOException {
    List<byte[]> fragments = new ArrayList<>();
    TransferSyntax rle = TransferSyntax.of(Uids.RLE_LOSSLESS).orElseThrow();
    for (int n = 0; n < frames; n++) {
      byte[] bytes = new byte[samples];
      Arrays.fill(bytes, (byte) n);
      fragments.add(
          RleEncoder.encode(
              new NativeFrame(PixelDescription.of(set, rle).orElseThrow(), "MONOCHROME2", bytes)));
    }
    set.put(new FragmentsElement(Tag.PIXEL_DATA, Vr.OB, new byte[0], fragments));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    DataSetWriter.write(set, out, rle);
    return new Read(set, rle, out.toByteArray());
  }
}
