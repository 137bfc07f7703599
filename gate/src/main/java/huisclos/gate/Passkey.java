package huisclos.gate;

import java.time.Instant;

/**
 * A public-key credential of somebody's authenticator (WebAuthn §4).
 *
 * @param id the credential id, base64url
 * @param key id and public key as the authenticator attested them (WebAuthn §6.5.2), base64url
 * @param counter the signature counter of the last use; stays 0 where there is none
 * @param label what its owner calls it, at most {@value #MAX_LABEL_CHARS} characters
 * @param added when
 */
public record Passkey(String id, String key, long counter, String label, Instant added) {
  static final int MAX_LABEL_CHARS = 64;

  /** Longest credential id (WebAuthn §4) in base64url, characters. */
  static final int MAX_ID_CHARS = 1364;

  Passkey counted(long now) {
    return new Passkey(id, key, now, label, added);
  }
}
