package huisclos.probe.wire;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * What a TLS handshake showed. A certificate is looked at and never trusted, nothing that is sent
 * after it is a secret; but for {@link Line#secureVerified}, which remembers no chain.
 *
 * @param protocol agreed on; empty where the handshake failed
 * @param cipherSuite likewise
 * @param chain the server's certificates, its own first; may have been seen though it failed
 * @param certificateRequested whether the server asked for ours
 * @param failure why it failed, in net's fixed words; empty where it stands
 */
public record TlsSeen(
    String protocol,
    String cipherSuite,
    List<X509Certificate> chain,
    boolean certificateRequested,
    Optional<String> failure) {
  public TlsSeen {
    chain = List.copyOf(chain);
  }

  /** Whether the handshake came to its end. */
  public boolean stands() {
    return failure.isEmpty();
  }
}
