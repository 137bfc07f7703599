package huisclos.dicom;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** A generated table of this room: lines of tab-separated fields, read from the class path once. */
final class PackedTable {
  private PackedTable() {}

  /** The bytes of the resource beside this class. */
  static byte[] load(String name) {
    try (InputStream in = PackedTable.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the generated table is missing from the class path");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The tab-separated fields of the line that starts here. */
  static String[] fields(byte[] table, int start) {
    int end = start;
    while (table[end] != '\n') {
      end++;
    }
    return new String(table, start, end - start, StandardCharsets.UTF_8).split("\t", -1);
  }
}
