package huisclos.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import huisclos.gate.internal.CertificateWriter;
import huisclos.trail.Action;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.Security;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The first row of the table of refusals, on real sockets: each one fails, each is on record. */
final class TlsDoorTest {
  /** A stranger trusts whatever answers. */
  private static final X509TrustManager ANYTHING =
      new X509TrustManager() {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
          return new X509Certificate[0];
        }
      };

  @TempDir Path temp;

  private GateHome home;
  private TlsServer server;

  @BeforeEach
  void open() throws IOException {
    home = new GateHome(temp);
    server = new TlsServer(home.gate);
  }

  @AfterEach
  void close() throws IOException {
    server.close();
    home.close();
  }

  private static SSLContext client(Optional<PrivateKey> key, X509Certificate... chain)
      throws Exception {
    KeyManager[] keys = {};
    if (key.isPresent()) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry("own", key.get(), new char[0], chain);
      KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
      factory.init(store, new char[0]);
      keys = factory.getKeyManagers();
    }
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys, new TrustManager[] {ANYTHING}, null);
    return context;
  }

  private static SSLContext client(IssuedIdentity identity) throws Exception {
    return client(Optional.of(GateHome.key(identity)), identity.certificate());
  }

  /** Whether a byte goes there and back. */
  private boolean answered(SSLContext context, String... protocols) throws IOException {
    try (SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", server.port())) {
      socket.setSoTimeout(10_000);
      if (protocols.length > 0) {
        socket.setEnabledProtocols(protocols);
      }
      socket.startHandshake();
      socket.getOutputStream().write('x');
      socket.getOutputStream().flush();
      return socket.getInputStream().read() == 'x';
    }
  }

  private void refused(SSLContext context, Reason why, String... protocols) throws Exception {
    assertThatThrownBy(() -> answered(context, protocols)).isInstanceOf(IOException.class);
    server.outcome();
    assertThat(home.refusals(Action.HANDSHAKE)).containsExactly(why.word());
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void aDeviceComesIn(String protocol) throws Exception {
    IssuedIdentity ct1 = home.add("CT1", Verb.STORE);
    assertThat(answered(client(ct1), protocol)).isTrue();
    TlsServer.Outcome outcome = server.outcome();
    assertThat(outcome.client()).containsExactly(ct1.certificate());
    assertThat(outcome.protocol()).isEqualTo(protocol);
    assertThat(home.refusals(Action.HANDSHAKE)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void noCertificate(String protocol) throws Exception {
    refused(client(Optional.empty()), Reason.NO_CERTIFICATE, protocol);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void aForeignAuthority(String protocol) throws Exception {
    try (GateHome other = GateHome.other(temp.resolve("other"))) {
      refused(client(other.add("CT1", Verb.STORE)), Reason.FOREIGN_CERTIFICATE, protocol);
    }
  }

  @Test
  void aForeignLeafBehindOurAuthority() throws Exception {
    try (GateHome other = GateHome.other(temp.resolve("other"))) {
      IssuedIdentity foreign = other.add("CT1", Verb.STORE);
      SSLContext context = SSLContext.getInstance("TLS");
      KeyManager keys =
          new AnyChain(GateHome.key(foreign), foreign.certificate(), home.gate.ca().certificate());
      context.init(new KeyManager[] {keys}, new TrustManager[] {ANYTHING}, null);
      refused(context, Reason.FOREIGN_CERTIFICATE);
    }
  }

  /** Shows a chain that no key store would take. */
  private static final class AnyChain extends X509ExtendedKeyManager {
    private final PrivateKey key;
    private final X509Certificate[] chain;

    private AnyChain(PrivateKey key, X509Certificate... chain) {
      this.key = key;
      this.chain = chain;
    }

    @Override
    public String chooseClientAlias(
        String[] keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
      return "any";
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
      return chain.clone();
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
      return key;
    }

    @Override
    public String[] getClientAliases(String keyType, Principal @Nullable [] issuers) {
      return new String[] {"any"};
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
      return null;
    }

    @Override
    public @Nullable String chooseServerAlias(
        String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
      return null;
    }
  }

  @Test
  void issuedButNotInTheRegistry() throws Exception {
    var pair = CertificateWriter.newEcKey();
    X509Certificate loose = home.gate.ca().certifyDevice(pair.getPublic());
    refused(client(Optional.of(pair.getPrivate()), loose), Reason.FOREIGN_CERTIFICATE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void expired(String protocol) throws Exception {
    IssuedIdentity ct1 = home.add("CT1", Verb.STORE);
    home.clock.advance(Duration.ofDays(1_096));
    refused(client(ct1), Reason.EXPIRED_CERTIFICATE, protocol);
  }

  @Test
  void notYetValid() throws Exception {
    IssuedIdentity ct1 = home.add("CT1", Verb.STORE);
    home.clock.advance(Duration.ofDays(-2));
    refused(client(ct1), Reason.CERTIFICATE_NOT_YET_VALID);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void revokedWhileTheClientRemembersItsSession(String protocol) throws Exception {
    IssuedIdentity ct1 = home.add("CT1", Verb.STORE);
    SSLContext context = client(ct1);
    for (int i = 0; i < 3; i++) {
      assertThat(answered(context, protocol)).isTrue();
      server.outcome();
    }
    home.gate.devices().revokeSerial(ct1.serial(), "root");
    refused(context, Reason.REVOKED_CERTIFICATE, protocol);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void noSessionIsKept(String protocol) throws Exception {
    SSLContext context = client(home.add("CT1", Verb.STORE));
    assertThat(answered(context, protocol)).isTrue();
    server.outcome();
    var sessions = home.gate.serverContext().getServerSessionContext();
    assertThat(Collections.list(sessions.getIds())).isEmpty();
  }

  @Test
  void aDeviceThatIsAddedComesInAtOnce() throws Exception {
    try (GateHome other = GateHome.other(temp.resolve("other"))) {
      IssuedIdentity foreign = other.add("CT1", Verb.STORE);
      SSLContext context = client(foreign);
      refused(context, Reason.FOREIGN_CERTIFICATE);
      GateHome.issued(
          home.gate
              .devices()
              .add(
                  new DeviceAdmin.Order(
                      "CT1",
                      DeviceAdmin.defaultVerbs(),
                      Set.of(),
                      KeySource.foreign(foreign.certificate().getEncoded()),
                      false),
                  "root"));
      assertThat(answered(context)).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\nHost: x\r\n\r\n",
        "\u0001\u0000\u0000\u0000\u0000\u00ccxxxxxxxx",
        "SSH-2.0-x\r\n"
      })
  void plainText(String text) throws Exception {
    try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), server.port())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      byte[] answer = socket.getInputStream().readNBytes(100);
      // At most a TLS alert: no banner, no page, no A-ASSOCIATE answer.
      assertThat(answer.length).isLessThanOrEqualTo(7);
    }
    server.outcome();
    assertThat(home.refusals(Action.HANDSHAKE)).containsExactly(Reason.PLAIN_TEXT.word());
  }

  @Test
  void aCallerThatHangsUp() throws Exception {
    new Socket(InetAddress.ofLiteral("127.0.0.1"), server.port()).close();
    server.outcome();
    assertThat(home.refusals(Action.HANDSHAKE)).containsExactly(Reason.PEER_GONE.word());
  }

  @Test
  void theServerShowsNoNameOfOurs() throws Exception {
    SSLContext context = client(home.add("CT1", Verb.STORE));
    try (SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", server.port())) {
      socket.startHandshake();
      X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
      assertThat(shown.getSubjectX500Principal().getName()).matches("CN=[0-9a-f]{32}");
      assertThat(shown.getIssuerX500Principal().getName()).matches("CN=[0-9a-f]{32}");
      assertThat(
              new String(shown.getEncoded(), StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT))
          .doesNotContain("huis");
    }
  }

  @Test
  void retiredVersionsAreOff() {
    assertThat(Security.getProperty("jdk.tls.disabledAlgorithms")).contains("TLSv1.1");
    assertThat(List.of(home.gate.serverContext().getDefaultSSLParameters().getProtocols()))
        .containsExactlyInAnyOrder("TLSv1.3", "TLSv1.2");
  }

  @Test
  void aRetiredVersionIsRefused() throws Exception {
    // A ClientHello of TLS 1.1 by hand: this JDK can't send one any more.
    byte[] hello = new byte[50];
    byte[] head = {22, 3, 1, 0, 45, 1, 0, 0, 41, 3, 2};
    System.arraycopy(head, 0, hello, 0, head.length);
    byte[] tail = {0, 0, 2, 0, 0x2f, 1, 0};
    System.arraycopy(tail, 0, hello, head.length + 32, tail.length);
    try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), server.port())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(hello);
      socket.getOutputStream().flush();
      byte[] answer = socket.getInputStream().readNBytes(7);
      assertThat(answer[0]).as("an alert").isEqualTo((byte) 21);
      assertThat(answer[6]).as("protocol_version").isEqualTo((byte) 70);
    }
    server.outcome();
    assertThat(home.refusals(Action.HANDSHAKE)).containsExactly(Reason.RETIRED_TLS.word());
  }
}
