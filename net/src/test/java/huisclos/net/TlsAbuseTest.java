package huisclos.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.Test;

/** What TLS itself lets a client do to a server. */
class TlsAbuseTest {
  private final MemoryArchive archive = new MemoryArchive();
  private final RecordingListener events = new RecordingListener();

  private AcceptorServer start() throws IOException {
    AcceptorServer server =
        new AcceptorServer(
            TestTls.loopback(),
            TestTls.context(TestTls.SERVER),
            archive,
            NetLimits.DEFAULT,
            events);
    server.start();
    return server;
  }

  private static SSLSocket call(AcceptorServer server, SSLContext context) throws IOException {
    SSLSocket socket =
        (SSLSocket)
            context
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), server.address().getPort());
    socket.setSoTimeout(10_000);
    return socket;
  }

  @Test
  void no_second_handshake_under_tls_1_2() throws Exception {
    try (AcceptorServer server = start();
        SSLSocket socket = call(server, TestTls.context(TestTls.DEVICE))) {
      socket.setEnabledProtocols(new String[] {"TLSv1.2"});
      socket.startHandshake();
      socket.getOutputStream().write(new WireSession().associate().toByteArray());
      PduReader pdus = new PduReader(socket.getInputStream(), 1 << 17);
      assertThat(pdus.read()).isInstanceOf(AssociateAc.class);
      assertThatThrownBy(
              () -> {
                socket.startHandshake();
                pdus.read();
              })
          .isInstanceOf(IOException.class);
      assertThat(events.await("ended")).isEqualTo("ended connection lost");
      assertThat(server.freePlaces()).isEqualTo(NetLimits.DEFAULT.maxAssociations());
    }
  }

  @Test
  void what_is_no_certificate_is_told_from_one_that_is_refused() throws Exception {
    try (AcceptorServer server = start();
        SSLSocket socket = call(server, showing(new Garbled()))) {
      assertThatThrownBy(
              () -> {
                socket.startHandshake();
                // Under TLS 1.3 the client learns of it when it reads.
                assertThat(socket.getInputStream().read()).isNotNegative();
              })
          .isInstanceOfAny(IOException.class, AssertionError.class);
      events.await("handshake certificate unreadable");
    }
  }

  private static SSLContext showing(X509Certificate certificate) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(
        new KeyManager[] {new Shows(certificate)}, new TrustManager[] {new Anyone()}, null);
    return context;
  }

  /** A certificate in everything but its bytes. */
  private static final class Garbled extends Delegated {
    private static final long serialVersionUID = 1L;

    Garbled() {
      super(TestTls.certificate(TestTls.DEVICE));
    }

    @Override
    public byte[] getEncoded() {
      return new byte[] {0x30, (byte) 0x82, 1, 0, 2, 3, 4, 5};
    }
  }

  /** Shows this certificate with the device's key. */
  private static final class Shows extends X509ExtendedKeyManager {
    private final X509Certificate certificate;

    Shows(X509Certificate certificate) {
      this.certificate = certificate;
    }

    @Override
    public String[] getClientAliases(String type, Principal[] issuers) {
      return new String[] {"one"};
    }

    @Override
    public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
      return "one";
    }

    @Override
    public String[] getServerAliases(String type, Principal[] issuers) {
      return new String[0];
    }

    @Override
    public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
      return "";
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
      return new X509Certificate[] {certificate};
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
      return TestTls.privateKey(TestTls.DEVICE);
    }
  }

  /** Looks at no certificate. */
  private static final class Anyone extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(
        X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

    @Override
    public void checkServerTrusted(
        X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
