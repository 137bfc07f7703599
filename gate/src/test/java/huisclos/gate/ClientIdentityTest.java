package huisclos.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClientIdentityTest {
  @TempDir Path temp;

  private GateHome home;
  private TlsServer server;
  private Path ids;

  @BeforeEach
  void open() throws IOException {
    home = new GateHome(temp.resolve("home"));
    server = new TlsServer(home.gate);
    ids = temp.resolve("ids");
    IdentityFiles.write(ids, home.add("WS 1/a", Verb.FIND).files(), false);
  }

  @AfterEach
  void close() throws IOException {
    server.close();
    home.close();
  }

  private void dial(SSLContext context, InetAddress host, boolean alsoAsParameter)
      throws IOException {
    try (SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket(host, server.port())) {
      if (alsoAsParameter) {
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
      }
      socket.startHandshake();
      socket.getOutputStream().write(9);
      assertThat(socket.getInputStream().read()).isEqualTo(9);
    }
  }

  /** Loopback under any name, as if the resolver had said so. */
  private static InetAddress named(String host) throws IOException {
    return InetAddress.getByAddress(host, new byte[] {127, 0, 0, 1});
  }

  @Test
  void itDialsByNameAndByAddress() throws Exception {
    ClientIdentity identity = ClientIdentity.load(ids.resolve("WS 1%2Fa"));
    assertThat(identity.aet()).isEqualTo("WS 1/a");
    dial(identity.context(), named("localhost"), false);
    dial(identity.context(), InetAddress.ofLiteral("127.0.0.1"), false);
    dial(identity.context(), InetAddress.ofLiteral("127.0.0.1"), true);
    assertThat(server.outcome().client()).containsExactly(identity.certificate());
  }

  @Test
  void theServerMustBeWhoWasDialled() throws Exception {
    ClientIdentity identity = ClientIdentity.load(ids.resolve("WS 1%2Fa"));
    assertThatThrownBy(() -> dial(identity.context(), named("pacs.example"), false))
        .isInstanceOf(SSLException.class);
    assertThatThrownBy(() -> dial(identity.contextFor("pacs.example"), named("localhost"), false))
        .isInstanceOf(SSLException.class);
    dial(identity.contextFor("LOCALHOST"), named("tunnel.example"), false);
    dial(identity.contextFor("localhost"), named("tunnel.example"), true);
  }

  @Test
  void aServerOfAnotherAuthorityIsRefused() throws Exception {
    try (GateHome other = GateHome.other(temp.resolve("other"))) {
      Path others = temp.resolve("others");
      IdentityFiles.write(others, other.add("WS").files(), false);
      SSLContext context = ClientIdentity.load(others.resolve("WS")).context();
      assertThatThrownBy(() -> dial(context, named("localhost"), false))
          .isInstanceOf(SSLException.class);
    }
  }

  @Test
  void aDeviceCannotPassForTheArchive() throws Exception {
    // Its certificate is of the same authority, but for clients only and for no host.
    ClientIdentity device = ClientIdentity.load(ids.resolve("WS 1%2Fa"));
    SSLContext pretender = device.context();
    try (var listener =
        pretender
            .getServerSocketFactory()
            .createServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual()
          .start(() -> {
            try (var socket = listener.accept()) {
              socket.getInputStream().read();
            } catch (IOException e) {
              // The client hangs up: that is what is looked for.
            }
          });
      try (SSLSocket socket =
          (SSLSocket)
              device
                  .context()
                  .getSocketFactory()
                  .createSocket(named("localhost"), listener.getLocalPort())) {
        assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLException.class);
      }
    }
  }

  @Test
  void whatIsMissingIsNamed() throws Exception {
    assertThatThrownBy(() -> ClientIdentity.load(ids.resolve("NOBODY")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("NOBODY.cert.pem is missing");
    Files.writeString(ids.resolve("WS 1%2Fa.key.pem"), "-----BEGIN ENCRYPTED PRIVATE KEY-----");
    assertThatThrownBy(() -> ClientIdentity.load(ids.resolve("WS 1%2Fa")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("PKCS#8");
    Files.writeString(ids.resolve("ca.pem"), "nonsense");
    assertThatThrownBy(() -> ClientIdentity.load(ids.resolve("WS 1%2Fa")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("ca.pem is no certificate");
  }
}
