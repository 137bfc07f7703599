package huisclos.probe.finding;

import java.time.Instant;
import java.util.Optional;

/**
 * How a door's TLS stands against PS3.15 Annex B.12 (BCP 195).
 *
 * @param protocol what was agreed on with an up-to-date client, such as {@code TLSv1.3}; empty
 *     where none was
 * @param cipherSuite likewise
 * @param grade the verdict
 * @param retiredTaken whether TLS 1.0 or 1.1 is taken too
 * @param clientCertificate whether the door asks for one, requires one, or neither
 * @param certificateSha256 of the certificate shown, hexadecimal; empty where none was
 * @param selfSigned whether the certificate is its own issuer
 * @param keyBits the certificate's key length, 0 where not known
 * @param notAfter when the certificate expires
 */
public record TlsGrade(
    String protocol,
    String cipherSuite,
    Grade grade,
    boolean retiredTaken,
    ClientCertificate clientCertificate,
    String certificateSha256,
    boolean selfSigned,
    int keyBits,
    Optional<Instant> notAfter) {

  /** The verdict about the protocol. */
  public enum Grade {
    /** Within PS3.15 B.12. */
    SOUND,
    /** It works, and something is weak: a retired protocol, a short key, an expired certificate. */
    WEAK,
    /** Nothing that is still sound is taken. */
    RETIRED
  }

  /** What is asked of the client. */
  public enum ClientCertificate {
    NOT_ASKED,
    ASKED,
    REQUIRED
  }
}
