package huisclos.gate;

import huisclos.gate.internal.Pem;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Codes that are worth what they open: of sessions, one-time links, sign-ins under way. 256 random
 * bits; only their SHA-256 is kept, so that a stolen index opens nothing and a look-up by it tells
 * nothing by its time.
 */
final class SecretCode {
  private static final int BYTES = 32;

  /** Characters of a code: base64url without padding. */
  static final int CHARS = 43;

  private static final SecureRandom RANDOM = new SecureRandom();

  private SecretCode() {}

  /** A new one. */
  static String make() {
    byte[] bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** What is kept of it, in hexadecimal; empty when it has not even the form of one. */
  static Optional<String> key(String code) {
    return code.length() == CHARS ? Optional.of(digest(code)) : Optional.empty();
  }

  /** SHA-256 in hexadecimal. */
  static String digest(String text) {
    return HexFormat.of().formatHex(Pem.sha256(text.getBytes(StandardCharsets.UTF_8)));
  }
}
