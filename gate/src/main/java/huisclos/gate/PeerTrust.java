package huisclos.gate;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.function.Predicate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Trusts one peer that is dialled: by its own certificate, or by an authority of its own. The names
 * and extended key usages of a certificate that is known itself don't count: a device's says
 * clientAuth and nothing of where it stands. Safe from many threads.
 */
final class PeerTrust extends ServerOnlyTrust {
  private final Predicate<X509Certificate> known;
  private final Optional<X509ExtendedTrustManager> authority;

  /**
   * @param known whether a certificate is the peer's own
   * @param authority otherwise asked, if there is one
   */
  PeerTrust(Predicate<X509Certificate> known, Optional<X509ExtendedTrustManager> authority) {
    this.known = known;
    this.authority = authority;
  }

  /** Whether the peer is known by itself; throws where nobody else can vouch for it. */
  private boolean isKnown(X509Certificate @Nullable [] chain, @Nullable SSLSession session)
      throws CertificateException {
    if (session != null) {
      // A resumed session would skip this check.
      session.invalidate();
    }
    if (chain == null || chain.length == 0) {
      throw new CertificateException("the peer shows no certificate");
    }
    if (known.test(chain[0])) {
      return true;
    }
    if (authority.isEmpty()) {
      throw new CertificateException("the peer's certificate is not the one it is known by");
    }
    return false;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    if (!isKnown(chain, socket instanceof SSLSocket tls ? tls.getHandshakeSession() : null)) {
      authority.orElseThrow().checkServerTrusted(chain, authType, socket);
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    if (!isKnown(chain, engine.getHandshakeSession())) {
      authority.orElseThrow().checkServerTrusted(chain, authType, engine);
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    if (!isKnown(chain, null)) {
      authority.orElseThrow().checkServerTrusted(chain, authType);
    }
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
