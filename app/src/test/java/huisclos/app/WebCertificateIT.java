package huisclos.app;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.testkit.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which certificate a running archive shows at its web door, and when it shows another. */
final class WebCertificateIT {
  /** Of the first certificate, so that it is soon time for the next; seconds. */
  private static final int SHORT_LIFE = 15;

  private static final String ALERT = "web-certificate";

  @TempDir Path folder;

  WebCertificateIT() {}

  @Test
  void aPairInFilesIsTakenUpWhenItChanges() throws Exception {
    Path certificate = folder.resolve("door.pem");
    Path key = folder.resolve("door.key");
    put(pair("one"), certificate, key);
    home(
        """
        [https]
        name = "localhost"
        certificate = "%s"
        key = "%s"
        """
            .formatted(certificate, key));
    try (RunningArchive archive = RunningArchive.start(folder)) {
      assertThat(ShownCertificate.issuer(archive.https, "localhost")).isEqualTo("CN=one");
      put(pair("two"), certificate, key);
      Peers.eventually(
          10,
          "the other pair is shown",
          () -> ShownCertificate.issuer(archive.https, "localhost").equals("CN=two"));
      assertThat(archive.verb("alerts").ok().out()).doesNotContain(ALERT);
      // A certificate without its key is no pair: the earlier one stays, and that is told of.
      Files.copy(
          pair("three").resolve("cert.pem"), certificate, StandardCopyOption.REPLACE_EXISTING);
      Peers.eventually(
          10,
          "the keeper is told",
          () -> {
            assertThat(ShownCertificate.issuer(archive.https, "localhost")).isEqualTo("CN=two");
            return archive.verb("alerts").ok().out().contains(ALERT);
          });
      // Whoever asks for another name gets the site's own.
      assertThat(ShownCertificate.issuer(archive.https, "door.example")).isNotEqualTo("CN=two");
    }
  }

  @Test
  void anAuthorityGivesTheCertificateAndGivesItAgain() throws Exception {
    String pebble = Processes.peer("pebble");
    int acme = Ports.free();
    int door = Ports.free();
    String settings =
        """
        [https]
        name = "localhost"
        [acme]
        directory = "https://localhost:%d/dir"
        contact = "keeper@practice.example"
        trust = "%s"
        names = ["localhost"%%s]
        """
            .formatted(acme, pair("authority").resolve("cert.pem"));
    home(settings.formatted(""));
    X509Certificate first;
    try (Peers.Running _ = authority(pebble, acme, door, SHORT_LIFE);
        RunningArchive archive = serve(door)) {
      first = given(archive);
      assertThat(archive.verb("alerts").ok().out()).doesNotContain(ALERT);
    }
    Instant due = first.getNotBefore().toInstant().plusSeconds(SHORT_LIFE * 2 / 3 + 1);
    Thread.sleep(Math.max(0, Duration.between(Instant.now(), due).toMillis()));
    X509Certificate next;
    try (Peers.Running _ = authority(pebble, acme, door, 90 * 86_400);
        RunningArchive archive = serve(door)) {
      Peers.eventually(20, "it is renewed", () -> !shown(archive).equals(first));
      next = given(archive);
      assertThat(next.getPublicKey()).isNotEqualTo(first.getPublicKey());
    }
    // Another name makes it time for an order, but nobody is there.
    home(settings.formatted(", \"door.localhost\""));
    try (RunningArchive archive = serve(door)) {
      Peers.eventually(
          20, "the keeper is told", () -> archive.verb("alerts").ok().out().contains(ALERT));
      assertThat(shown(archive)).isEqualTo(next);
    }
  }

  private static X509Certificate shown(RunningArchive archive) {
    return ShownCertificate.of(archive.https, "localhost");
  }

  private static X509Certificate given(RunningArchive archive) throws InterruptedException {
    Peers.eventually(
        20,
        "the authority's certificate is shown",
        () -> shown(archive).getIssuerX500Principal().getName().contains("Pebble"));
    return shown(archive);
  }

  private RunningArchive serve(int door) throws IOException, InterruptedException {
    Path home = folder.resolve("home");
    return RunningArchive.start(
        folder,
        home,
        List.of(
            "serve",
            "--home",
            home.toString(),
            "--dicom-port",
            "0",
            "--https-port",
            Integer.toString(door)));
  }

  private void home(String settings) throws IOException, InterruptedException {
    Path home = folder.resolve("home");
    if (!Files.exists(home)) {
      FurnishedHome.copyTo(home);
    }
    Files.writeString(home.resolve("huisclos.toml"), settings);
  }

  /** Let's Encrypt's own test server, which looks at the door to see the proof. */
  private Peers.Running authority(String pebble, int port, int door, int life)
      throws IOException, InterruptedException {
    Path at = pair("authority");
    Path config =
        Files.writeString(
            folder.resolve("pebble.json"),
            """
            {"pebble": {"listenAddress": "127.0.0.1:%d", "managementListenAddress": "127.0.0.1:0",
              "certificate": "%s", "privateKey": "%s", "httpPort": 1, "tlsPort": %d,
              "certificateValidityPeriod": %d}}
            """
                .formatted(port, at.resolve("cert.pem"), at.resolve("key.pem"), door, life));
    return Peers.started(
        List.of("env", "PEBBLE_VA_NOSLEEP=1", pebble, "-config", config.toString()), at, port);
  }

  /** A self-signed pair for this machine: {@code cert.pem} and {@code key.pem}. */
  private Path pair(String name) throws IOException {
    Path at = folder.resolve(name);
    if (!Files.exists(at)) {
      Files.createDirectories(at);
      Processes.run(
              List.of(
                  Processes.peer("openssl"),
                  "req",
                  "-x509",
                  "-newkey",
                  "rsa:2048",
                  "-nodes",
                  "-days",
                  "2",
                  "-subj",
                  "/CN=" + name,
                  "-addext",
                  "subjectAltName=DNS:localhost,IP:127.0.0.1",
                  "-keyout",
                  at.resolve("key.pem").toString(),
                  "-out",
                  at.resolve("cert.pem").toString()),
              Map.of())
          .ok();
    }
    return at;
  }

  private static void put(Path pair, Path certificate, Path key) throws IOException {
    Files.copy(pair.resolve("cert.pem"), certificate, StandardCopyOption.REPLACE_EXISTING);
    Files.copy(pair.resolve("key.pem"), key, StandardCopyOption.REPLACE_EXISTING);
  }
}
