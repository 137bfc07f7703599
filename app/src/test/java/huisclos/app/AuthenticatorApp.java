package huisclos.app;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a person's telephone shows: codes by RFC 6238. Each call gives the code of a later step than
 * the one before, since the archive takes none twice: the first is of the step just past.
 */
final class AuthenticatorApp {
  private static final int STEP_SECONDS = 30;
  private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

  private final byte[] key;
  private long next = Instant.now().getEpochSecond() / STEP_SECONDS - 1;

  /**
   * Of a secret.
   *
   * @param secret in base 32, perhaps with spaces
   */
  AuthenticatorApp(String secret) {
    String letters = secret.replace(" ", "");
    key = new byte[letters.length() * 5 / 8];
    for (int i = 0; i < key.length * 8; i++) {
      int value = BASE32.indexOf(letters.charAt(i / 5));
      key[i / 8] |= (byte) (((value >> (4 - i % 5)) & 1) << (7 - i % 8));
    }
  }

  /** A code that is good now; three times within a step, then once a step. */
  String code() throws GeneralSecurityException, InterruptedException {
    long now = Instant.now().getEpochSecond() / STEP_SECONDS;
    next = Math.max(next, now - 1);
    while (next > Instant.now().getEpochSecond() / STEP_SECONDS + 1) {
      Thread.sleep(100);
    }
    Mac mac = Mac.getInstance("HmacSHA1");
    mac.init(new SecretKeySpec(key, "RAW"));
    byte[] hash = mac.doFinal(ByteBuffer.allocate(8).putLong(next++).array());
    int number = ByteBuffer.wrap(hash).getInt(hash[hash.length - 1] & 0xf) & 0x7fffffff;
    return "%06d".formatted(number % 1_000_000);
  }
}
