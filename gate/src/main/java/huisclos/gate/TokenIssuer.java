package huisclos.gate;

import java.nio.file.Path;

/**
 * Whose tokens are believed.
 *
 * @param issuer the {@code iss} that a token must have
 * @param audience the {@code aud} that it must name
 * @param keys a file with the issuer's public keys (JWK set, RFC 7517), read again when it changes
 */
public record TokenIssuer(String issuer, String audience, Path keys) {
  public TokenIssuer {
    if (issuer.isBlank() || audience.isBlank()) {
      throw new IllegalArgumentException("a token issuer needs an issuer and an audience");
    }
  }
}
