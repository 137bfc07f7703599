package huisclos.dicom;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Bytes written as hexadecimal with spaces, text in quotes: {@code 08 00 60 00 'CS' 02 00 'CT'}.
 */
final class Bytes {
  private Bytes() {}

  static byte[] of(String... lines) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (String line : lines) {
      boolean text = false;
      for (String part : line.split("'", -1)) {
        if (text) {
          out.writeBytes(part.getBytes(StandardCharsets.ISO_8859_1));
        } else {
          out.writeBytes(HexFormat.of().parseHex(part.replace(" ", "")));
        }
        text = !text;
      }
    }
    return out.toByteArray();
  }

  static DataSet read(byte[] bytes, TransferSyntax syntax) throws IOException {
    return DataSetDecoder.read(new ByteArrayInputStream(bytes), syntax, ReadOptions.whole());
  }

  static byte[] write(DataSet set, TransferSyntax syntax) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    DataSetWriter.write(set, out, syntax);
    return out.toByteArray();
  }
}
