package huisclos.gate;

import huisclos.gate.internal.CertificateWriter;
import huisclos.gate.internal.KeyFile;
import huisclos.gate.internal.Pem;
import huisclos.gate.internal.PrivateFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The site's own certificate authority: made at the first start, ECDSA on P-256, valid for 20
 * years, its key sealed in {@code keys/ca.key}; {@code keys/ca.pem} is a copy of the certificate
 * for whoever wants to read it. It signs leaves only. Safe from many threads.
 */
public final class SiteCa {
  /** How long the authority itself is valid. */
  public static final Duration VALIDITY = Duration.ofDays(7_305);

  /** How long a device's certificate is valid. */
  public static final Duration DEVICE_VALIDITY = Duration.ofDays(1_095);

  /** How long a server certificate is valid; it renews itself. */
  public static final Duration SERVER_VALIDITY = Duration.ofDays(397);

  /** Validity begins this much before now: the clocks of modalities are often hours off. */
  static final Duration BACKDATE = Duration.ofDays(1);

  private static final String PURPOSE = "ca";

  private final KeyFile.Content content;
  private final Clock clock;

  private SiteCa(KeyFile.Content content, Clock clock) {
    this.content = content;
    this.clock = clock;
  }

  /**
   * Opens the authority of a home, making it when there is none.
   *
   * @param keys the folder {@code HOME/keys}; made with 0700 when it is missing
   * @throws IOException when the files are damaged or were sealed by another key; nothing is ever
   *     replaced then, because every device trusts the authority that is
   */
  public static SiteCa open(Path keys, KeyProtector protector, Clock clock) throws IOException {
    PrivateFiles.folder(keys);
    Path sealed = keys.resolve("ca.key");
    Path copy = keys.resolve("ca.pem");
    if (!PrivateFiles.exists(sealed)) {
      if (PrivateFiles.exists(copy)) {
        throw new IOException(
            "keys/ca.key is missing but keys/ca.pem is there: restore it from a backup, or remove"
                + " ca.pem to begin with a new authority that no device trusts yet");
      }
      Instant now = clock.instant();
      KeyPair pair = CertificateWriter.newEcKey();
      X509Certificate certificate =
          CertificateWriter.authority(pair, now.minus(BACKDATE), now.plus(VALIDITY));
      KeyFile.write(
          sealed, PURPOSE, new KeyFile.Content(pair.getPrivate(), certificate), protector::seal);
    }
    SiteCa ca = new SiteCa(KeyFile.read(sealed, PURPOSE, protector::open), clock);
    if (!PrivateFiles.exists(copy)) {
      PrivateFiles.write(copy, ca.pem(), true);
    }
    return ca;
  }

  /** Whether a home has an authority. */
  static boolean exists(Path keys) {
    return PrivateFiles.exists(keys.resolve("ca.key"));
  }

  /** The authority's certificate. */
  public X509Certificate certificate() {
    return content.certificate();
  }

  /** The authority's certificate in PEM. */
  public byte[] pem() {
    return Pem.encode(content.certificate());
  }

  /**
   * Whether a certificate names this authority as its issuer. That alone proves nothing of a
   * certificate that somebody presents; of one from a key file it tells that it is not of an
   * earlier authority (names are random), since the file's seal vouches for the certificate.
   */
  boolean issued(X509Certificate leaf) {
    return leaf.getIssuerX500Principal().equals(certificate().getSubjectX500Principal());
  }

  /** Whether this authority signed a certificate, be it valid now or not. */
  public boolean signed(X509Certificate leaf) {
    if (!issued(leaf)) {
      return false;
    }
    try {
      leaf.verify(certificate().getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /** A certificate for a device's key, valid {@link #DEVICE_VALIDITY} from now. */
  X509Certificate certifyDevice(PublicKey key) {
    Instant now = clock.instant();
    return CertificateWriter.device(
        signer(), key, now.minus(BACKDATE), lifetime(now, DEVICE_VALIDITY));
  }

  /** A certificate for a server's key, valid {@link #SERVER_VALIDITY} from now. */
  X509Certificate certifyServer(PublicKey key, List<String> names) {
    Instant now = clock.instant();
    return CertificateWriter.server(
        signer(), key, names, now.minus(BACKDATE), lifetime(now, SERVER_VALIDITY));
  }

  private CertificateWriter.Signer signer() {
    return new CertificateWriter.Signer(content.key(), content.certificate());
  }

  /** A leaf that outlives its authority would only look valid. */
  private Instant lifetime(Instant now, Duration validity) {
    Instant end = now.plus(validity);
    Instant last = certificate().getNotAfter().toInstant();
    return end.isBefore(last) ? end : last;
  }
}
