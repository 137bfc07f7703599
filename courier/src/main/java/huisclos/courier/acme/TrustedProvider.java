package huisclos.courier.acme;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.shredzone.acme4j.connector.HttpConnector;
import org.shredzone.acme4j.connector.NetworkSettings;
import org.shredzone.acme4j.provider.GenericAcmeProvider;

/** The line to an authority: no redirects, and its TLS known by a file where one is named. */
final class TrustedProvider extends GenericAcmeProvider {
  private static final long MAX_TRUST_BYTES = 64 * 1024;

  private final Optional<SSLContext> tls;

  TrustedProvider(Optional<Path> trust) throws IOException {
    this.tls = trust.isEmpty() ? Optional.empty() : Optional.of(context(trust.get()));
  }

  private static SSLContext context(Path file) throws IOException {
    if (Files.size(file) > MAX_TRUST_BYTES) {
      throw new AcmeException("the file of the authority's trust is longer than 64 KiB");
    }
    try (var in = new ByteArrayInputStream(Files.readAllBytes(file))) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      int number = 0;
      for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("authority" + number++, one);
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new AcmeException("the file of the authority's trust holds no certificate in PEM", e);
    }
  }

  @Override
  protected HttpConnector createHttpConnector(NetworkSettings settings) {
    return new HttpConnector(settings) {
      @Override
      public HttpClient.Builder createClientBuilder() {
        HttpClient.Builder builder =
            super.createClientBuilder().followRedirects(HttpClient.Redirect.NEVER);
        tls.ifPresent(builder::sslContext);
        return builder;
      }
    };
  }
}
