package huisclos.courier.acme;

import huisclos.courier.PemTrust;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.shredzone.acme4j.connector.HttpConnector;
import org.shredzone.acme4j.connector.NetworkSettings;
import org.shredzone.acme4j.provider.GenericAcmeProvider;

/** The line to an authority: no redirects, and its TLS known by a file where one is named. */
final class TrustedProvider extends GenericAcmeProvider {
  private final Optional<SSLContext> tls;

  TrustedProvider(Optional<Path> trust) throws IOException {
    this.tls = trust.isEmpty() ? Optional.empty() : Optional.of(context(trust.get()));
  }

  private static SSLContext context(Path file) throws IOException {
    try {
      return PemTrust.of(file);
    } catch (IOException e) {
      throw new AcmeException("the file of the authority's trust can't be used", e);
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
