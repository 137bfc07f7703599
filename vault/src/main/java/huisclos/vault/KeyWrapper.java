package huisclos.vault;

import java.io.IOException;

/**
 * A key outside the home that seals the site key with AES-256-GCM; sealed form as {@link Gcm}'s.
 */
interface KeyWrapper {
  /** Seals key bytes, bound to what they are associated with. */
  byte[] wrap(byte[] raw, byte[] associated) throws IOException;

  /**
   * Opens what {@link #wrap} sealed, under the same association.
   *
   * @throws CorruptKeyFileException when it was sealed by another key
   */
  byte[] unwrap(byte[] sealed, byte[] associated) throws IOException;
}
