package huisclos.gate;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Codes that change with time (RFC 6238, on RFC 4226): HMAC-SHA-1, 6 digits, steps of {@value
 * #STEP_SECONDS} seconds, which is what every authenticator app takes. A code counts {@value
 * #TOLERATED} step before and after its own.
 */
final class Totp {
  static final int STEP_SECONDS = 30;
  static final int TOLERATED = 1;
  private static final int DIGITS = 6;
  private static final int MODULUS = 1_000_000;
  private static final int SECRET_BYTES = 20;
  private static final SecureRandom RANDOM = new SecureRandom();

  private Totp() {}

  /** A new secret, in base 32. */
  static String newSecret() {
    byte[] bytes = new byte[SECRET_BYTES];
    RANDOM.nextBytes(bytes);
    return Base32.encode(bytes);
  }

  /**
   * The step that a code is of, if it is good now.
   *
   * @param after the step of the last code that was taken: neither it nor one before counts again
   *     (RFC 6238 §5.2)
   */
  static OptionalLong step(String secret, String code, Instant now, long after) {
    String digits = code.replace(" ", "");
    long current = now.getEpochSecond() / STEP_SECONDS;
    OptionalLong found = OptionalLong.empty();
    for (long step = current - TOLERATED; step <= current + TOLERATED; step++) {
      // Each is compared, so that the time doesn't tell which.
      boolean same =
          MessageDigest.isEqual(
              code(secret, step).getBytes(java.nio.charset.StandardCharsets.UTF_8),
              digits.getBytes(java.nio.charset.StandardCharsets.UTF_8));
      if (same && step > after) {
        found = OptionalLong.of(step);
      }
    }
    return found;
  }

  /** The code of a step (RFC 4226 §5.3). */
  static String code(String secret, long step) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(Base32.decode(secret), "RAW"));
      ByteBuffer hash = ByteBuffer.wrap(mac.doFinal(ByteBuffer.allocate(8).putLong(step).array()));
      int offset = hash.get(hash.limit() - 1) & 0xf;
      int number = (hash.getInt(offset) & 0x7fffffff) % MODULUS;
      return ("%0" + DIGITS + "d").formatted(number);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HMAC-SHA-1", e);
    }
  }
}
