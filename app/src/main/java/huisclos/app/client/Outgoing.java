package huisclos.app.client;

import huisclos.dicom.DataSet;
import huisclos.dicom.DataSetDecoder;
import huisclos.dicom.DicomException;
import huisclos.dicom.Part10;
import huisclos.dicom.Part10File;
import huisclos.dicom.ReadOptions;
import huisclos.dicom.Tag;
import huisclos.dicom.Uid;
import huisclos.net.DataSetSource;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file that can be sent: what its header says, and where its data set begins.
 *
 * @param offset of the data set, bytes
 * @param length of the data set, bytes
 */
public record Outgoing(
    Path file, String sopClass, String sopInstance, String transferSyntax, long offset, long length)
    implements DataSetSource {
  private static final int LARGEST_VALUE = 1 << 16;

  /**
   * Reads a file's header.
   *
   * @throws DicomException if it is no DICOM file, or names no SOP class or instance
   */
  static Outgoing read(Path file) throws IOException {
    long size = Files.size(file);
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      Part10File part10 = Part10.open(in);
      // Not the file meta information's UIDs: the data set is what is sent, and it is checked.
      DataSet header =
          DataSetDecoder.read(part10.reader(), new ReadOptions(Tag.STUDY_DATE, LARGEST_VALUE));
      String sopClass = header.string(Tag.SOP_CLASS_UID, "");
      String sopInstance = header.string(Tag.SOP_INSTANCE_UID, "");
      if (!Uid.isUsable(sopClass) || !Uid.isUsable(sopInstance)) {
        throw new IOException("names no SOP class or SOP instance");
      }
      return new Outgoing(
          file,
          sopClass,
          sopInstance,
          part10.transferSyntax().uid(),
          part10.dataSetOffset(),
          size - part10.dataSetOffset());
    }
  }

  @Override
  public void writeTo(OutputStream target) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      in.skipNBytes(offset);
      byte[] buffer = new byte[1 << 17];
      long left = length;
      while (left > 0) {
        int n = in.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (n < 0) {
          throw new IOException("the file became shorter while it was sent");
        }
        target.write(buffer, 0, n);
        left -= n;
      }
    }
  }
}
