package huisclos.vault;

import com.google.crypto.tink.subtle.PrfHmacJce;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keyed hashes by which a sealed value is found again without being opened: HMAC-SHA-256, the first
 * {@value #BYTES} bytes.
 *
 * <p>Equal values of one kind give equal tokens: whoever holds the index sees which rows share a
 * value and how often it occurs, but not the value. Thread-safe.
 */
public final class BlindTokens {
  /** Length of a token, bytes. */
  public static final int BYTES = 16;

  private final PrfHmacJce prf;

  BlindTokens(byte[] key) {
    try {
      this.prf = new PrfHmacJce("HMACSHA256", new SecretKeySpec(key, "HMAC"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HMAC is not available", e);
    }
  }

  /**
   * The token of a value.
   *
   * @param kind what the value is (say {@code patient-id}); tokens of different kinds never match
   * @param normalised the value as the index's one normalisation gives it
   */
  public byte[] token(String kind, String normalised) {
    byte[] name = kind.getBytes(StandardCharsets.UTF_8);
    byte[] value = normalised.getBytes(StandardCharsets.UTF_8);
    // The kind's length goes first, so that no kind and value run together as another pair.
    ByteBuffer input = ByteBuffer.allocate(4 + name.length + value.length);
    input.putInt(name.length).put(name).put(value);
    try {
      return prf.compute(input.array(), BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HMAC is not available", e);
    }
  }
}
