package huisclos.desk.web.wado;

import huisclos.dicom.DataSetReader;
import huisclos.dicom.SwappedStream;
import huisclos.dicom.Token;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * A value at which a reader stands, in little endian.
 *
 * @param length bytes
 * @param stream to be read once, before the reader goes on
 */
record BulkValue(long length, InputStream stream) {

  /** Walks to the value of a path; empty where there is none, or fragments. */
  static Optional<BulkValue> at(BulkPath path, DataSetReader reader) throws IOException {
    if (path.find(reader).orElse(null) instanceof Token.ElementHeader element) {
      int unit = element.vr().unitBytes();
      InputStream value = reader.valueStream();
      boolean turned = reader.valueIsBigEndian() && unit > 1;
      return Optional.of(
          new BulkValue(element.length(), turned ? new SwappedStream(value, unit) : value));
    }
    return Optional.empty();
  }
}
