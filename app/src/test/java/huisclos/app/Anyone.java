package huisclos.app;

import java.security.cert.X509Certificate;
import javax.net.ssl.X509TrustManager;

/** A stranger's side of TLS: it looks at no certificate. */
final class Anyone implements X509TrustManager {
  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) {}

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) {}

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
