package huisclos.gate;

import java.security.GeneralSecurityException;

/** Seals small secrets for the disk; {@code app} wires it to the vault. Safe from many threads. */
public interface KeyProtector {
  /** Seals {@code plain}, bound to {@code context}. */
  byte[] seal(byte[] plain, byte[] context) throws GeneralSecurityException;

  /**
   * The plain bytes.
   *
   * @throws GeneralSecurityException when the bytes were not sealed by this key for this context
   */
  byte[] open(byte[] sealed, byte[] context) throws GeneralSecurityException;
}
