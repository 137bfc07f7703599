package huisclos.gate;

import java.util.Optional;

/**
 * Who a requestor says is sitting at it (user identity, PS3.7 §D.3.3.7), not yet believed.
 * Immutable; shows nothing of a secret.
 */
public sealed interface ClaimedUser {
  /** Type 1: a name alone, worth what the device's word is worth. */
  record Named(String name) implements ClaimedUser {}

  /**
   * Type 2: a name and a password.
   *
   * @param password as it came
   */
  @SuppressWarnings("ArrayRecordComponent") // Copied in and out, so that a copy can be zeroed.
  record WithPassword(String name, byte[] password) implements ClaimedUser {
    public WithPassword {
      password = password.clone();
    }

    /** A copy; zero it after use. */
    @Override
    public byte[] password() {
      return password.clone();
    }

    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return name.hashCode();
    }

    @Override
    public String toString() {
      return "WithPassword[...]";
    }
  }

  /** Type 5: a signed JSON web token (RFC 7519), compact form. */
  record WithToken(String token) implements ClaimedUser {
    @Override
    public String toString() {
      return "WithToken[...]";
    }
  }

  /** Anything else: Kerberos (3), SAML (4), an unknown type, or a field that isn't UTF-8. */
  record NotTaken(int type) implements ClaimedUser {}

  /** From the fields of the sub-item, as they stand on the wire. */
  static ClaimedUser of(int type, byte[] primary, byte[] secondary) {
    Optional<String> text = UserName.utf8(primary);
    if (text.isEmpty()) {
      return new NotTaken(type);
    }
    return switch (type) {
      case 1 -> new Named(text.get());
      case 2 -> new WithPassword(text.get(), secondary);
      case 5 -> new WithToken(text.get());
      default -> new NotTaken(type);
    };
  }

  /**
   * The server-response field of a positive answer, where one was asked for (PS3.7 §D.3.3.7.2):
   * empty for a name, with or without password; for a token, the token.
   */
  default byte[] response() {
    return switch (this) {
      case Named _, WithPassword _, NotTaken _ -> new byte[0];
      case WithToken(String token) -> token.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    };
  }
}
