package huisclos.probe.wire;

import huisclos.probe.finding.Door;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * TLS as a stranger speaks it: no certificate of our own, none of theirs refused, for it is only
 * looked at, unless there are anchors that it has to lead to. One for each connection; one thread.
 */
final class TlsLayer {
  private final Sight sight = new Sight();
  private final Nobody nobody = new Nobody();
  private final SSLSocket secure;

  TlsLayer(Socket raw, Door door, TlsOffer offer, Optional<TrustManagerFactory> anchors)
      throws IOException {
    SSLContext context;
    try {
      context = SSLContext.getInstance("TLS");
      context.init(
          new KeyManager[] {nobody},
          anchors
              .map(TrustManagerFactory::getTrustManagers)
              .orElseGet(() -> new TrustManager[] {sight}),
          null);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM has no TLS", e);
    }
    // The host is what a certificate is compared with; it isn't resolved, for raw is connected.
    String host = anchors.isPresent() ? door.name().orElse(door.address()) : door.address();
    secure = (SSLSocket) context.getSocketFactory().createSocket(raw, host, door.port(), true);
    secure.setUseClientMode(true);
    SSLParameters parameters = secure.getSSLParameters();
    parameters.setProtocols(offer.protocols().toArray(String[]::new));
    parameters.setApplicationProtocols(offer.alpn().toArray(String[]::new));
    door.name().ifPresent(name -> parameters.setServerNames(List.of(new SNIHostName(name))));
    if (anchors.isPresent()) {
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
    }
    secure.setSSLParameters(parameters);
  }

  SSLSocket socket() {
    return secure;
  }

  /** What is known by now. */
  TlsSeen seen(Optional<String> failure) {
    boolean stands = failure.isEmpty();
    return new TlsSeen(
        stands ? secure.getSession().getProtocol() : "",
        stands ? secure.getSession().getCipherSuite() : "",
        sight.chain,
        nobody.asked,
        failure);
  }

  /** Takes every certificate and remembers it. */
  private static final class Sight extends X509ExtendedTrustManager {
    private List<X509Certificate> chain = List.of();

    private void see(X509Certificate[] certificates) {
      chain = Arrays.stream(certificates).limit(10).toList();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] certificates, String type, Socket socket) {
      see(certificates);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] certificates, String type, SSLEngine engine) {
      see(certificates);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] certificates, String type) {
      see(certificates);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] certificates, String type, Socket socket) {
      throw new IllegalStateException("the probe serves nobody");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] certificates, String type, SSLEngine engine) {
      throw new IllegalStateException("the probe serves nobody");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] certificates, String type) {
      throw new IllegalStateException("the probe serves nobody");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  /** Has no certificate, and remembers being asked for one. */
  private static final class Nobody extends X509ExtendedKeyManager {
    private boolean asked;

    @Override
    @SuppressWarnings("NullAway") // JSSE's way to say that there is none
    public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
      asked = true;
      return null;
    }

    @Override
    public String[] getClientAliases(String type, Principal[] issuers) {
      return new String[0];
    }

    @Override
    public String[] getServerAliases(String type, Principal[] issuers) {
      return new String[0];
    }

    @Override
    @SuppressWarnings("NullAway")
    public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
      return null;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
      return new X509Certificate[0];
    }

    @Override
    @SuppressWarnings("NullAway")
    public PrivateKey getPrivateKey(String alias) {
      return null;
    }
  }
}
