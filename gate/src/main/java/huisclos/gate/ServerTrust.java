package huisclos.gate;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * A client's trust: the server's certificate is of the one authority and names the host that was
 * dialled. Checked here, so that no caller can forget to ask for it; path validation is asked
 * without the socket, since it would look for the dialled name even where another is {@code
 * expected}. Safe from many threads.
 */
final class ServerTrust extends ServerOnlyTrust {
  private final X509ExtendedTrustManager authority;
  private final Optional<String> expected;

  /**
   * @param authority path validation against the one authority
   * @param expected the name to find in the certificate instead of the host that was dialled
   */
  ServerTrust(X509ExtendedTrustManager authority, Optional<String> expected) {
    this.authority = authority;
    this.expected = expected;
  }

  private void checkName(X509Certificate leaf, @Nullable SSLSession session)
      throws CertificateException {
    Optional<String> dialled =
        Optional.ofNullable(session).flatMap(s -> Optional.ofNullable(s.getPeerHost()));
    Optional<String> name = expected.or(() -> dialled).flatMap(ServerNames::normal);
    if (name.isEmpty() || !CertificateNames.of(leaf).contains(name.get())) {
      throw new CertificateException("the server's certificate doesn't name the host dialled");
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    authority.checkServerTrusted(chain, authType);
    checkName(chain[0], socket instanceof SSLSocket tls ? tls.getHandshakeSession() : null);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    authority.checkServerTrusted(chain, authType);
    checkName(chain[0], engine.getHandshakeSession());
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    authority.checkServerTrusted(chain, authType);
    checkName(chain[0], null);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return authority.getAcceptedIssuers();
  }
}
