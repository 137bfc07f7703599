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

  /** The place of the line after the one that is here. */
  static int next(byte[] table, int at) {
    int i = at;
    while (table[i] != '\n') {
      i++;
    }
    return i + 1;
  }

  /** The tab-separated fields of the line that starts here. */
  static String[] fields(byte[] table, int start) {
    int length = next(table, start) - 1 - start;
    return new String(table, start, length, StandardCharsets.UTF_8).split("\t", -1);
  }
}
