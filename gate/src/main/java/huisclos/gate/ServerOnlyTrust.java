package huisclos.gate;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/** Trust of somebody who dials: of servers alone. Whoever shows a client's certificate is none. */
abstract class ServerOnlyTrust extends X509ExtendedTrustManager {
  private static CertificateException neverAServer() {
    return new CertificateException("not a server context");
  }

  @Override
  public final void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw neverAServer();
  }

  @Override
  public final void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    throw neverAServer();
  }

  @Override
  public final void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    throw neverAServer();
  }
}
