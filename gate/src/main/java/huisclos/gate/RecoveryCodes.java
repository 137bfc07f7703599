package huisclos.gate;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Codes on paper for who has lost the second factor: {@value #HOW_MANY} of 80 random bits, each
 * good once. Random enough that their SHA-256 is kept as it is.
 */
final class RecoveryCodes {
  static final int HOW_MANY = 10;
  private static final int BYTES = 10;
  private static final int CHARS = 16;
  private static final SecureRandom RANDOM = new SecureRandom();

  private RecoveryCodes() {}

  /** A new set, each as {@code abcd-efgh-ijkl-mnop}. */
  static List<String> make() {
    List<String> codes = new ArrayList<>();
    for (int i = 0; i < HOW_MANY; i++) {
      byte[] bytes = new byte[BYTES];
      RANDOM.nextBytes(bytes);
      String text = Base32.encode(bytes).toLowerCase(Locale.ROOT);
      codes.add(
          String.join(
              "-",
              text.substring(0, 4),
              text.substring(4, 8),
              text.substring(8, 12),
              text.substring(12)));
    }
    return List.copyOf(codes);
  }

  /** Whether a text has the form of one. */
  static boolean looksLikeOne(String text) {
    return plain(text).length() == CHARS;
  }

  /** What is kept of a code, however it was typed. */
  static String hash(String code) {
    return SecretCode.digest(plain(code));
  }

  private static String plain(String code) {
    return code.replaceAll("[ -]", "").toLowerCase(Locale.ROOT);
  }
}
