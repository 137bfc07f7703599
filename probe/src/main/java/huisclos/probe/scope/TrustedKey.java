package huisclos.probe.scope;

import java.security.PublicKey;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * A key that was installed beforehand.
 *
 * @param name whose it is
 * @param role what it may sign
 * @param fingerprint SHA-256 of its SPKI form, lower-case hex
 * @param key an Ed25519 public key
 */
public record TrustedKey(String name, Role role, String fingerprint, PublicKey key) {
  /** What a key may sign. */
  public enum Role {
    /** Scopes. */
    AUTHORISER,
    /** An owner's consent. */
    OWNER;

    /** As a person writes it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The role that is written so. */
    public static Optional<Role> of(String word) {
      return Arrays.stream(values()).filter(role -> role.word().equals(word)).findFirst();
    }
  }
}
