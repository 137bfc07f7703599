package huisclos.gate;

import java.io.IOException;

/** Where an identity provider's public keys come from; whoever fetches them has its own limits. */
@FunctionalInterface
public interface IssuerKeys {
  /**
   * The provider's JWK set (RFC 7517), as JSON.
   *
   * @param anew whether the known ones lack a key; not more often fetched for that than is decent
   * @throws IOException when there are none
   */
  String jwks(boolean anew) throws IOException;
}
