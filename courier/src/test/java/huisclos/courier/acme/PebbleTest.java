package huisclos.courier.acme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import huisclos.testkit.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An order at a real authority, Let's Encrypt's own test server, which looks at a real door. */
final class PebbleTest {
  private static final char[] NONE = new char[0];

  @TempDir Path folder;

  private final int acmePort;
  private final int doorPort;
  private final Door door;
  private @Nullable Process pebble;

  PebbleTest() throws IOException {
    acmePort = Ports.free();
    doorPort = Ports.free();
    door = new Door(doorPort);
  }

  @BeforeEach
  void start() throws Exception {
    Assumptions.assumeTrue(installed("pebble"), "skipped: pebble is not installed");
    run(
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=t",
        "-addext",
        "subjectAltName=DNS:localhost,IP:127.0.0.1",
        "-keyout",
        "key.pem",
        "-out",
        "cert.pem");
    Files.writeString(
        folder.resolve("pebble.json"),
        """
        {"pebble": {"listenAddress": "127.0.0.1:%d", "managementListenAddress": "127.0.0.1:0",
          "certificate": "cert.pem", "privateKey": "key.pem", "httpPort": 1, "tlsPort": %d}}
        """
            .formatted(acmePort, doorPort));
    ProcessBuilder builder =
        new ProcessBuilder("pebble", "-config", "pebble.json")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log.txt").toFile());
    builder.environment().put("PEBBLE_VA_NOSLEEP", "1");
    pebble = builder.start();
    for (int i = 0; i < 300 && !listens(acmePort); i++) {
      Thread.sleep(20);
    }
  }

  @AfterEach
  void stop() throws Exception {
    if (pebble != null) {
      pebble.destroy();
      pebble.waitFor(10, TimeUnit.SECONDS);
    }
    door.close();
  }

  private AcmeAuthority authority(String name) {
    return new AcmeAuthority(
        URI.create("https://localhost:" + acmePort + "/dir"),
        "keeper@practice.example",
        List.of(name),
        Optional.of(folder.resolve("cert.pem")));
  }

  @Test
  void aCertificateIsGotByTheProofAtTheDoorAlone() throws Exception {
    X509Certificate got = new AcmeOrder(authority("localhost"), door, Clock.systemUTC()).run();
    assertThat(door.certificate()).contains(got);
    assertThat(got.getSubjectAlternativeNames()).anyMatch(name -> name.get(1).equals("localhost"));
    // It looks from several places, as real ones do.
    assertThat(door.shown.get()).isPositive();
    assertThat(door.proof).isEmpty();
    // By the same account once more.
    assertThat(new AcmeOrder(authority("localhost"), door, Clock.systemUTC()).run())
        .isNotEqualTo(got);
  }

  @Test
  void withoutTheProofThereIsNoneAndTheDoorKeepsWhatItHas() throws Exception {
    door.hides = true;
    AcmeOrder order = new AcmeOrder(authority("localhost"), door, Clock.systemUTC());
    assertThatThrownBy(order::run)
        .isInstanceOf(AcmeException.class)
        .hasMessageContaining("could not see the proof");
    assertThat(door.certificate()).isEmpty();
  }

  @Test
  void anAuthorityThatIsNotKnownIsNotTalkedTo() {
    AcmeAuthority unknown =
        new AcmeAuthority(
            URI.create("https://localhost:" + acmePort + "/dir"),
            "",
            List.of("localhost"),
            Optional.empty());
    AcmeOrder order = new AcmeOrder(unknown, door, Clock.systemUTC());
    assertThatThrownBy(order::run).isInstanceOf(IOException.class);
    assertThat(door.certificate()).isEmpty();
  }

  private void run(String... command) throws Exception {
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.waitFor()).isZero();
  }

  private static boolean installed(String program) {
    return List.of(System.getenv("PATH").split(":", -1)).stream()
        .anyMatch(at -> Files.isExecutable(Path.of(at, program)));
  }

  private static boolean listens(int port) {
    try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** A TLS door that shows the proof to who asks by the right protocol. */
  private static final class Door implements CertificateDoor, AutoCloseable {
    private final ServerSocket listening;
    private final KeyPair account = AcmeOrder.newKey();
    private volatile Optional<X509Certificate> used = Optional.empty();
    private volatile Optional<X509Certificate> proof = Optional.empty();
    private volatile Optional<SSLContext> context = Optional.empty();
    private volatile boolean hides;
    private final AtomicInteger shown = new AtomicInteger();

    Door(int port) throws IOException {
      listening = new ServerSocket(port, 10, InetAddress.getLoopbackAddress());
      Thread.ofVirtual().start(this::serve);
    }

    private void serve() {
      while (!listening.isClosed()) {
        try (Socket plain = listening.accept()) {
          if (hides || context.isEmpty()) {
            continue;
          }
          SSLSocket secure =
              (SSLSocket)
                  context
                      .get()
                      .getSocketFactory()
                      .createSocket(plain, plain.getInputStream(), true);
          SSLParameters parameters = secure.getSSLParameters();
          parameters.setApplicationProtocols(new String[] {"acme-tls/1"});
          secure.setSSLParameters(parameters);
          secure.startHandshake();
          shown.incrementAndGet();
        } catch (IOException e) {
          // The next one may do better.
        }
      }
    }

    @Override
    public Optional<X509Certificate> certificate() {
      return used;
    }

    @Override
    public KeyPair accountKey() {
      return account;
    }

    @Override
    public void prove(String name, PrivateKey key, X509Certificate shownProof) {
      proof = Optional.of(shownProof);
      try {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("proof", key, NONE, new Certificate[] {shownProof});
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(store, NONE);
        SSLContext made = SSLContext.getInstance("TLS");
        made.init(keys.getKeyManagers(), null, null);
        context = Optional.of(made);
      } catch (IOException | GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void proveNothing() {
      proof = Optional.empty();
    }

    @Override
    public void use(KeyPair key, List<X509Certificate> chain) {
      used = Optional.of(chain.getFirst());
    }

    @Override
    public void close() throws IOException {
      listening.close();
    }
  }
}
