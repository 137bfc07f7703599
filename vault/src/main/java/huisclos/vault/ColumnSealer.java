package huisclos.vault;

import com.google.crypto.tink.subtle.AesGcmJce;
import java.security.GeneralSecurityException;

/**
 * Seals short values (index columns, trail details, small secrets) under a key of one purpose.
 *
 * <p>AES-256-GCM with a random nonce: the same value seals differently each time, and the sealed
 * form is {@value #OVERHEAD} bytes longer. Under one purpose at most 2^32 values may be sealed in a
 * home's life. Thread-safe.
 */
public final class ColumnSealer {
  /** What sealing adds, bytes. */
  public static final int OVERHEAD = Gcm.OVERHEAD;

  /** Longest value sealed at once, bytes. */
  public static final int MAX_PLAIN_BYTES = 16 << 20;

  private final AesGcmJce cipher;

  ColumnSealer(byte[] key) {
    try {
      this.cipher = new AesGcmJce(key);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM is not available", e);
    }
  }

  /**
   * Seals a value for a context (say table, column and row): it opens only with the same context.
   *
   * @throws IllegalArgumentException for a value longer than {@link #MAX_PLAIN_BYTES}
   */
  public byte[] seal(byte[] plain, byte[] context) {
    if (plain.length > MAX_PLAIN_BYTES) {
      throw new IllegalArgumentException("value too long to seal at once");
    }
    try {
      return cipher.encrypt(plain, context);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM is not available", e);
    }
  }

  /**
   * Opens what {@link #seal} gave.
   *
   * @throws BrokenSealException when the value is damaged or was sealed for another context
   */
  public byte[] open(byte[] sealed, byte[] context) {
    try {
      return cipher.decrypt(sealed, context);
    } catch (GeneralSecurityException e) {
      throw new BrokenSealException();
    }
  }
}
