package huisclos.gate;

import java.security.cert.X509Certificate;

/**
 * The identity that a peer gave us to dial it with. Immutable; its key is sealed, and opened by
 * {@link Gate#contextFor} alone.
 *
 * @param aet the title that the peer knows us by
 * @param certificate its certificate
 * @param sealedKey the private key (PKCS#8), sealed for the disk, in base 64
 */
public record PeerIdentity(String aet, X509Certificate certificate, String sealedKey) {
  @Override
  public String toString() {
    return "PeerIdentity[" + aet + "]";
  }
}
