package huisclos.probe.dimse;

import huisclos.probe.finding.TlsGrade;
import huisclos.probe.finding.TlsGrade.ClientCertificate;
import huisclos.probe.finding.TlsGrade.Grade;
import huisclos.probe.wire.TlsSeen;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECKey;
import java.security.interfaces.EdECKey;
import java.security.interfaces.RSAKey;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/** How what a handshake showed stands against PS3.15 B.12, which is BCP 195. Stateless. */
public final class TlsGrading {
  private static final int LEAST_RSA_BITS = 2048;
  private static final int LEAST_EC_BITS = 256;

  private TlsGrading() {}

  /**
   * The grade of a door that speaks TLS.
   *
   * @param seen a handshake by an up-to-date client, which may have failed
   * @param retiredTaken whether TLS 1.0 or 1.1 is taken too
   * @param certificateRequired whether it ended for want of a client certificate
   * @param now for the expiry
   */
  public static TlsGrade of(
      TlsSeen seen, boolean retiredTaken, boolean certificateRequired, Instant now) {
    Optional<X509Certificate> own = seen.chain().stream().findFirst();
    int bits = own.map(TlsGrading::keyBits).orElse(0);
    Optional<Instant> expires = own.map(certificate -> certificate.getNotAfter().toInstant());
    boolean answers = seen.stands() || certificateRequired || seen.certificateRequested();
    boolean weak =
        retiredTaken
            || (!seen.cipherSuite().isEmpty() && !soundSuite(seen.cipherSuite()))
            || (own.isPresent() && !longEnough(own.orElseThrow(), bits))
            || expires.map(until -> until.isBefore(now)).orElse(false);
    Grade grade = !answers ? Grade.RETIRED : weak ? Grade.WEAK : Grade.SOUND;
    ClientCertificate client =
        certificateRequired
            ? ClientCertificate.REQUIRED
            : seen.certificateRequested() ? ClientCertificate.ASKED : ClientCertificate.NOT_ASKED;
    return new TlsGrade(
        seen.protocol(),
        seen.cipherSuite(),
        grade,
        retiredTaken,
        client,
        own.map(TlsGrading::sha256).orElse(""),
        own.map(TlsGrading::selfSigned).orElse(false),
        bits,
        expires);
  }

  /** Authenticated encryption with forward secrecy, as RFC 9325 §4.2 recommends. */
  private static boolean soundSuite(String suite) {
    boolean tls13 = suite.startsWith("TLS_AES_") || suite.startsWith("TLS_CHACHA20_");
    boolean forward = suite.startsWith("TLS_ECDHE_") || suite.startsWith("TLS_DHE_");
    return tls13 || (forward && (suite.contains("_GCM_") || suite.contains("_CHACHA20_")));
  }

  private static boolean longEnough(X509Certificate certificate, int bits) {
    return switch (certificate.getPublicKey()) {
      case RSAKey _ -> bits >= LEAST_RSA_BITS;
      case ECKey _ -> bits >= LEAST_EC_BITS;
      default -> true;
    };
  }

  private static int keyBits(X509Certificate certificate) {
    return switch (certificate.getPublicKey()) {
      case RSAKey rsa -> rsa.getModulus().bitLength();
      case ECKey ec -> ec.getParams().getOrder().bitLength();
      case EdECKey ed -> ed.getParams().getName().endsWith("448") ? 448 : 256;
      default -> 0;
    };
  }

  private static boolean selfSigned(X509Certificate certificate) {
    return certificate.getIssuerX500Principal().equals(certificate.getSubjectX500Principal());
  }

  private static String sha256(X509Certificate certificate) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
      return HexFormat.of().formatHex(hash);
    } catch (CertificateEncodingException e) {
      return "";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
