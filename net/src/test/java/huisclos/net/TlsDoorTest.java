package huisclos.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import huisclos.testkit.Ports;
import huisclos.testkit.ScriptedPeer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who doesn't get through TLS, and that they learn nothing. */
class TlsDoorTest {
  private final MemoryArchive archive = new MemoryArchive();
  private final RecordingListener events = new RecordingListener();
  private final NetLimits limits = NetLimits.DEFAULT;
  private final AcceptorServer server =
      new AcceptorServer(
          TestTls.loopback(), TestTls.context(TestTls.SERVER), archive, limits, events);

  @BeforeEach
  void start() throws IOException {
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
    assertThat(archive.requests).as("nobody was considered").isEmpty();
    assertThat(server.freePlaces()).isEqualTo(limits.maxAssociations());
  }

  private Ending refused(SSLContext context) {
    try (Association _ =
        Requestor.connect(
            server.address(),
            Optional.of(context),
            MemoryArchive.everything(),
            NetLimits.DEFAULT)) {
      throw new AssertionError("let in");
    } catch (AssociationException e) {
      return e.ending();
    }
  }

  @Test
  void without_a_certificate() throws Exception {
    // TLS 1.3 tells the client only when it reads.
    assertThat(refused(TestTls.context("")))
        .isInstanceOfAny(Ending.ConnectionLost.class, Ending.TlsRefused.class);
    events.await("handshake no certificate");
  }

  @Test
  void with_a_certificate_of_nobody_we_know() throws Exception {
    assertThat(refused(TestTls.context(TestTls.STRANGER)))
        .isInstanceOfAny(Ending.ConnectionLost.class, Ending.TlsRefused.class);
    assertThat(events.await("handshake"))
        .isIn("handshake certificate not trusted here", "handshake no certificate");
  }

  @Test
  void with_an_expired_certificate() throws Exception {
    refused(TestTls.context(TestTls.EXPIRED));
    events.await("handshake certificate not trusted here");
  }

  @Test
  void in_plain_text() throws Exception {
    try (ScriptedPeer peer = ScriptedPeer.connect(server.address())) {
      peer.send(new WireSession().associate().toByteArray());
      byte[] answer = peer.receiveAll();
      // At most a TLS alert: type 21, version, two bytes.
      assertThat(answer.length).isIn(0, 7);
      if (answer.length == 7) {
        assertThat(answer[0]).isEqualTo((byte) 21);
      }
    }
    events.await("handshake not TLS");
  }

  @Test
  void with_retired_tls_or_retired_suites() throws Exception {
    SSLContext context = TestTls.context(TestTls.DEVICE);
    for (String protocol : List.of("TLSv1", "TLSv1.1")) {
      assertThatThrownBy(() -> shake(context, protocol, "TLS_RSA_WITH_AES_128_CBC_SHA"))
          .isInstanceOf(IOException.class);
    }
    assertThatThrownBy(() -> shake(context, "TLSv1.2", "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256"))
        .isInstanceOf(IOException.class);
    events.await("handshake no common cipher suite");
  }

  @Test
  void tls_1_2_is_spoken_with_the_profiles_suites() throws Exception {
    SSLContext context = TestTls.context(TestTls.DEVICE);
    List<String> spoken = new ArrayList<>();
    for (String suite :
        List.of(
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256")) {
      spoken.add(shake(context, "TLSv1.2", suite));
    }
    assertThat(spoken).doesNotContain("");
  }

  private String shake(SSLContext context, String protocol, String suite) throws IOException {
    try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket()) {
      socket.connect(server.address(), 2000);
      socket.setSoTimeout(5000);
      socket.setEnabledProtocols(new String[] {protocol});
      socket.setEnabledCipherSuites(new String[] {suite});
      socket.startHandshake();
      return socket.getSession().getCipherSuite();
    }
  }

  @Test
  void by_silence_or_by_dripping() throws Exception {
    Duration brief = Duration.ofSeconds(1);
    NetLimits impatient = limits.withTimeouts(brief, brief, brief, brief, brief);
    long start = System.nanoTime();
    try (AcceptorServer strict =
        new AcceptorServer(
            TestTls.loopback(), TestTls.context(TestTls.SERVER), archive, impatient, events)) {
      strict.start();
      silentAndDripping(strict);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(9));
    assertThat(events.lines).containsExactly("handshake timeout", "handshake timeout");
  }

  private static void silentAndDripping(AcceptorServer strict) throws Exception {
    try (ScriptedPeer silent = ScriptedPeer.connect(strict.address());
        ScriptedPeer dripping = ScriptedPeer.connect(strict.address())) {
      Thread drip =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  // The start of a ClientHello of 512 bytes, one at a time.
                  dripping.send((byte) 22, (byte) 3, (byte) 1, (byte) 2, (byte) 0);
                  for (int i = 0; i < 400; i++) {
                    dripping.send((byte) 1);
                    Thread.sleep(20);
                  }
                } catch (IOException | InterruptedException e) {
                  // Closed, as it should be.
                }
              });
      silent.receiveAll();
      dripping.receiveAll();
      drip.join();
    }
  }

  @Test
  void our_requestor_wants_the_certificate_of_the_host_it_dialled() throws Exception {
    assertThat(refused(TestTls.context(TestTls.DEVICE, TestTls.STRANGER)))
        .isEqualTo(new Ending.TlsRefused("certificate not trusted here"));
    try (SSLServerSocket other =
        (SSLServerSocket)
            TestTls.context(TestTls.NAMELESS)
                .getServerSocketFactory()
                .createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual()
          .start(() -> {
            try (SSLSocket socket = (SSLSocket) other.accept()) {
              socket.startHandshake();
            } catch (IOException e) {
              // The requestor refuses us.
            }
          });
      assertThatThrownBy(() ->
              Requestor.connect(
                  (InetSocketAddress) other.getLocalSocketAddress(),
                  Optional.of(TestTls.context(TestTls.DEVICE)),
                  MemoryArchive.everything(),
                  NetLimits.DEFAULT))
          .isInstanceOfSatisfying(
              AssociationException.class,
              e ->
                  assertThat(e.ending())
                      .isEqualTo(new Ending.TlsRefused("certificate not trusted here")));
    }
  }

  @Test
  void nobody_there() throws Exception {
    int port = Ports.free();
    assertThatThrownBy(() ->
            Requestor.connect(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                Optional.empty(),
                MemoryArchive.everything(),
                limits))
        .isInstanceOfSatisfying(
            AssociationException.class,
            e -> assertThat(e.ending()).isEqualTo(new Ending.Unreachable("no connection")));
    assertThatThrownBy(() ->
            Requestor.connect(
                InetSocketAddress.createUnresolved("no-such-host.invalid", 104),
                Optional.empty(),
                MemoryArchive.everything(),
                limits))
        .isInstanceOfSatisfying(
            AssociationException.class,
            e -> assertThat(e.ending()).isEqualTo(new Ending.Unreachable("unknown host")));
  }

  @Test
  void the_policy_is_of_this_platform() throws Exception {
    SSLContext context = TestTls.context(TestTls.SERVER);
    assertThat(TlsPolicy.server(context).getCipherSuites())
        .containsExactlyElementsOf(TlsPolicy.CIPHER_SUITES);
    assertThat(TlsPolicy.server(context).getNeedClientAuth()).isTrue();
    assertThat(Arrays.asList(TlsPolicy.server(context).getProtocols()))
        .containsExactly("TLSv1.3", "TLSv1.2");
    assertThat(TlsPolicy.CIPHER_SUITES)
        .allMatch(suite -> suite.contains("GCM") || suite.contains("POLY1305"))
        .noneMatch(suite -> suite.startsWith("TLS_RSA"));
  }
}
