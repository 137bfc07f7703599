package huisclos.courier.acme;

import java.io.IOException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/** The door that the certificate is for, and where its keys are kept. Safe from many threads. */
public interface CertificateDoor {
  /** The certificate that was got last, if any. */
  Optional<X509Certificate> certificate();

  /** The key of our account with the authority; made at the first call, kept from then on. */
  KeyPair accountKey() throws IOException;

  /** Shows this to whoever asks for {@code name} by the protocol {@code acme-tls/1}. */
  void prove(String name, PrivateKey key, X509Certificate proof);

  /** Shows no proof any more. */
  void proveNothing();

  /**
   * Takes a certificate into use, from the next handshake on.
   *
   * @param chain the door's own first
   * @throws IOException if it can't be kept; the earlier one stays in use
   */
  void use(KeyPair key, List<X509Certificate> chain) throws IOException;
}
