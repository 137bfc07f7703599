package huisclos.desk.web;

import huisclos.gate.Admission;
import huisclos.gate.Identity;
import java.security.cert.X509Certificate;

/**
 * Who says who somebody is, by what a request shows. A refusal is on record when a method returns.
 * Safe from many threads.
 */
public interface Authenticator {
  /** By the token of {@code Authorization: Bearer}. */
  Admission bearer(String token, String remote);

  /** By the value of the session's cookie. */
  Admission session(String cookie, String remote);

  /** By a certificate of which TLS has proven possession. */
  Admission device(X509Certificate certificate, String remote);

  /** Whether a device that was let in by this certificate on this connection still may come in. */
  boolean isWelcome(X509Certificate certificate);

  /** Whom {@link Call#who()} gives on public routes to who isn't known; may do nothing. */
  Identity stranger(String remote);
}
