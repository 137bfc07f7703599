package huisclos.gate;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Set;

/**
 * What the brakes have to know of a disclosure.
 *
 * @param records internal ids of the patient records that it costs
 * @param question stands for what was asked, as {@link #question} makes it
 */
public record Spending(Set<String> records, long question) {
  private static final byte[] SALT = new byte[16];

  static {
    new SecureRandom().nextBytes(SALT);
  }

  public Spending {
    records = Set.copyOf(records);
  }

  /**
   * A number for a question, the same for the same text until this process ends: it tells the
   * hundredth repetition from the hundredth guess. The text itself is not kept.
   */
  public static long question(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(SALT);
      return ByteBuffer.wrap(digest.digest(text.getBytes(StandardCharsets.UTF_8))).getLong();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
