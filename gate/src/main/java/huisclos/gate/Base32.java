package huisclos.gate;

import java.io.ByteArrayOutputStream;
import java.util.Locale;

/** Base 32 (RFC 4648 §6) without padding: what people type and authenticator apps read. */
final class Base32 {
  private static final String SYMBOLS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final int BITS = 5;

  private Base32() {}

  static String encode(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    int held = 0;
    int buffer = 0;
    for (byte b : bytes) {
      buffer = ((buffer << 8) | (b & 0xff)) & 0xfff;
      held += 8;
      while (held >= BITS) {
        held -= BITS;
        text.append(SYMBOLS.charAt((buffer >> held) & 31));
      }
    }
    if (held > 0) {
      text.append(SYMBOLS.charAt((buffer << (BITS - held)) & 31));
    }
    return text.toString();
  }

  /**
   * The bytes of a text.
   *
   * @throws IllegalArgumentException for a character that is none of the 32
   */
  static byte[] decode(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int held = 0;
    int buffer = 0;
    for (char c : text.toUpperCase(Locale.ROOT).toCharArray()) {
      int value = SYMBOLS.indexOf(c);
      if (value < 0) {
        throw new IllegalArgumentException("not base 32");
      }
      buffer = ((buffer << BITS) | value) & 0xfff;
      held += BITS;
      if (held >= 8) {
        held -= 8;
        bytes.write(buffer >> held);
      }
    }
    return bytes.toByteArray();
  }
}
