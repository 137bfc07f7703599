package huisclos.net.internal;

import huisclos.net.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** AE titles as the association PDUs hold them: 16 bytes, padded with spaces (PS3.8 §9.3.2). */
public final class AeTitle {
  /** Length of one title field. */
  public static final int FIELD_BYTES = 16;

  /** Called title, calling title and the reserved bytes that follow. */
  public static final int FIELDS_BYTES = 64;

  /** Stands for a byte that no AE title may hold, so that such a title equals no registered one. */
  private static final char UNFIT = '\uFFFD';

  private AeTitle() {}

  /** The 64 bytes of a request's title fields. */
  public static Bytes fields(String called, String calling) {
    byte[] fields = new byte[FIELDS_BYTES];
    Arrays.fill(fields, 0, 2 * FIELD_BYTES, (byte) ' ');
    put(called, fields, 0);
    put(calling, fields, FIELD_BYTES);
    return Bytes.of(fields);
  }

  /**
   * The title without its padding.
   *
   * @throws IllegalArgumentException if it isn't 1 to 16 printable ASCII characters without
   *     backslash
   */
  public static String checked(String title) {
    String trimmed = title.strip();
    if (trimmed.isEmpty()
        || trimmed.length() > FIELD_BYTES
        || !trimmed.chars().allMatch(AeTitle::fits)) {
      throw new IllegalArgumentException(
          "an AE title is 1 to 16 printable ASCII characters, no backslash");
    }
    return trimmed;
  }

  private static void put(String title, byte[] target, int offset) {
    byte[] raw = checked(title).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(raw, 0, target, offset, raw.length);
  }

  /** The title at {@code offset}, without leading and trailing spaces (PS3.5 §6.2, AE). */
  public static String read(Bytes fields, int offset) {
    byte[] raw = fields.toArray();
    StringBuilder title = new StringBuilder(FIELD_BYTES);
    for (int i = offset; i < offset + FIELD_BYTES; i++) {
      int c = raw[i] & 0xFF;
      title.append(fits(c) ? (char) c : UNFIT);
    }
    return title.toString().strip();
  }

  private static boolean fits(int c) {
    return c >= ' ' && c <= '~' && c != '\\';
  }
}
