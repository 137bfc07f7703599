package huisclos.gate;

/**
 * A secret for an authenticator app, good once a code of it was given. Shows nothing of it.
 *
 * @param name whose
 * @param secret in base 32
 */
public record TotpOffer(String name, String secret) {
  @Override
  public String toString() {
    return "TotpOffer[...]";
  }
}
