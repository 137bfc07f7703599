package huisclos.desk.web;

import huisclos.gate.Admission;
import huisclos.gate.Gate;
import huisclos.gate.Identity;
import huisclos.gate.Verb;
import java.security.cert.X509Certificate;

/**
 * Asks the gate.
 *
 * @param gate whom it asks
 */
public record GateAuthenticator(Gate gate) implements Authenticator {
  @Override
  public Admission bearer(String token, String remote) {
    return gate.web().bearer(token, remote);
  }

  @Override
  public Admission session(String cookie, String remote) {
    return gate.web().session(cookie, remote);
  }

  @Override
  public Admission device(X509Certificate certificate, String remote) {
    return gate.admitService(certificate, Verb.ECHO, remote);
  }

  @Override
  public boolean isWelcome(X509Certificate certificate) {
    return gate.welcome(certificate);
  }

  @Override
  public Identity stranger(String remote) {
    return gate.stranger(remote);
  }
}
