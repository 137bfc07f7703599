package huisclos.vault;

import com.google.crypto.tink.subtle.AesGcmJce;
import com.google.crypto.tink.subtle.Hkdf;
import com.google.crypto.tink.subtle.Random;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;

/**
 * AES-256-GCM over short values (wrapped keys, descriptors, columns) and key derivation. Sealed
 * form: nonce (12), ciphertext, tag (16).
 *
 * <p>Tink's classes are used directly, without its registry and key-set machinery: every format
 * here is fixed by a version, so there is nothing to look up, and start-up loads no protobuf.
 */
final class Gcm {
  /** Length of every key, bytes. */
  static final int KEY_BYTES = 32;

  /** What sealing adds to a plaintext, bytes. */
  static final int OVERHEAD = 28;

  /** Length of a sealed key, bytes. */
  static final int WRAPPED_BYTES = KEY_BYTES + OVERHEAD;

  private Gcm() {}

  static byte[] newKey() {
    return Random.randBytes(KEY_BYTES);
  }

  static byte[] seal(byte[] key, byte[] plain, byte[] associated) {
    try {
      return new AesGcmJce(key).encrypt(plain, associated);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM is not available", e);
    }
  }

  /**
   * @throws GeneralSecurityException when the value, key or associated data is not the one sealed
   */
  static byte[] open(byte[] key, byte[] sealed, byte[] associated) throws GeneralSecurityException {
    return new AesGcmJce(key).decrypt(sealed, associated);
  }

  /** HKDF-SHA-256 (RFC 5869) without salt: the input is already a uniform key. */
  static byte[] derive(byte[] key, String purpose, byte[] info, int length) {
    byte[] label = purpose.getBytes(StandardCharsets.US_ASCII);
    byte[] all = new byte[label.length + 1 + info.length];
    System.arraycopy(label, 0, all, 0, label.length);
    System.arraycopy(info, 0, all, label.length + 1, info.length);
    try {
      return Hkdf.computeHkdf("HMACSHA256", key, new byte[0], all, length);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HKDF is not available", e);
    }
  }
}
