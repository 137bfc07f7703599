package huisclos.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Identities that came about in each way, at the door with DCMTK; and people beside them. */
class DeviceIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  @Test
  void anIdentityOfEachKindComesInUntilItIsReplaced() throws Exception {
    Processes.peer("echoscu");
    try (RunningArchive archive = RunningArchive.start(folder)) {
      Path requested = requested(archive);
      foreign(archive);
      packedAndReplaced(archive);

      archive.verb("device", "renew", "CSR1", "--out", at("renewed")).ok();
      Path renewed = folder.resolve("renewed/CSR1");
      echo(archive, "CSR1", requested + ".key.pem", requested + ".cert.pem").ok();
      echo(archive, "CSR1", renewed + ".key.pem", renewed + ".cert.pem").ok();
      List<Duration> left = new ArrayList<>();
      JsonNode listed = JSON.readTree(archive.verb("device", "list", "--json").ok().out());
      for (JsonNode device : listed.path("devices")) {
        if (device.path("aet").asString().equals("CSR1")) {
          for (JsonNode certificate : device.path("certificates")) {
            assertThat(certificate.path("status").asString()).isEqualTo("good");
            left.add(
                Duration.between(
                    Instant.now(), Instant.parse(certificate.path("until").asString())));
          }
        }
      }
      left.sort(Comparator.naturalOrder());
      assertThat(left).hasSize(2);
      assertThat(left.getFirst()).isBetween(Duration.ofDays(29), Duration.ofDays(30));
      assertThat(left.getLast()).isBetween(Duration.ofDays(1094), Duration.ofDays(1096));

      assertThat(archive.verb("doors").ok().out())
          .containsPattern("ends +authority ")
          .containsPattern("ends +server ")
          .containsPattern("ends +device +CSR1 +\\S+, 29 days, runs-out, serial ")
          .containsPattern("ends +device +OWN1 ")
          .containsPattern("phrase +not taken")
          .containsPattern("trail +\\d+ records signed ");
    }
  }

  @Test
  void aPersonMayWhatBothThePersonAndTheDeviceMay() throws Exception {
    Processes.peer("storescu");
    Path file = Synthetic.of(1).write(folder);
    try (RunningArchive archive = RunningArchive.start(folder)) {
      Path device = archive.device(folder.resolve("ids"), "WS1", "store");
      user(archive, "anna", "store", "one of anna's");
      user(archive, "ben", "find", "one of ben's");
      store(archive, device, file, "anna", "one of anna's").ok();
      // His certificate's device may store, he may not: no context is left to store in.
      assertThat(store(archive, device, file, "ben", "one of ben's").status()).isNotZero();
      assertThat(store(archive, device, file, "nobody", "one of anna's").status()).isNotZero();
      Processes.Result wrong = store(archive, device, file, "anna", "another");
      assertThat(wrong.status()).isNotZero();
      assertThat(wrong.out() + wrong.err()).contains("Rejected");
      assertThat(KeysIT.get(archive.home, "/metrics"))
          .contains("huisclos_service_seconds_count{service=\"store\"} 1")
          .contains("huisclos_service_seconds_bucket{service=\"store\",le=\"+Inf\"} 1")
          .contains("huisclos_service_seconds_count{service=\"find\"} 0")
          .doesNotContain("SYN-")
          .doesNotContain("anna");
    }
  }

  /** The device keeps its key: we see its request only. */
  private Path requested(RunningArchive archive) {
    Path key = folder.resolve("request.key");
    Path csr = folder.resolve("request.csr");
    run(
        "openssl",
        "req",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-keyout",
        key.toString(),
        "-out",
        csr.toString(),
        "-subj",
        "/CN=whatever");
    archive.verb("device", "add", "CSR1", "--csr", csr.toString(), "--out", at("csr")).ok();
    Path identity = folder.resolve("csr/CSR1");
    assertThat(Path.of(identity + ".key.pem")).doesNotExist();
    echo(archive, "CSR1", key.toString(), identity + ".cert.pem").ok();
    try {
      Files.copy(key, Path.of(identity + ".key.pem"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return identity;
  }

  /** Another's certificate is trusted alone, for its title alone, and from its registration on. */
  private void foreign(RunningArchive archive) {
    Path own = Peers.selfSigned(folder, "foreign");
    assertThat(echo(archive, "OWN1", own + ".key", own + ".crt").status()).isNotZero();
    archive.verb("device", "add", "OWN1", "--cert", own + ".crt", "--out", at("own")).ok();
    echo(archive, "OWN1", own + ".key", own + ".crt").ok();
    assertThat(echo(archive, "CSR1", own + ".key", own + ".crt").status()).isNotZero();
  }

  private void packedAndReplaced(RunningArchive archive) {
    archive.verb("device", "add", "PACKED", "--p12", "--out", at("packed")).ok();
    Path packed = folder.resolve("packed/PACKED");
    Path key = folder.resolve("unpacked.key");
    Path cert = folder.resolve("unpacked.crt");
    String password = "file:" + packed + ".p12.password";
    String p12 = packed + ".p12";
    run(
        "openssl",
        "pkcs12",
        "-in",
        p12,
        "-passin",
        password,
        "-nocerts",
        "-nodes",
        "-out",
        key.toString());
    run(
        "openssl",
        "pkcs12",
        "-in",
        p12,
        "-passin",
        password,
        "-clcerts",
        "-nokeys",
        "-out",
        cert.toString());
    echo(archive, "PACKED", key.toString(), cert.toString()).ok();

    Processes.Result again = archive.verb("device", "add", "PACKED", "--out", at("again"));
    assertThat(again.status()).isEqualTo(1);
    echo(archive, "PACKED", key.toString(), cert.toString()).ok();
    archive.verb("device", "add", "PACKED", "--replace", "--out", at("next")).ok();
    Path next = folder.resolve("next/PACKED");
    echo(archive, "PACKED", next + ".key.pem", next + ".cert.pem").ok();
    assertThat(echo(archive, "PACKED", key.toString(), cert.toString()).status()).isNotZero();
  }

  private Processes.Result echo(RunningArchive archive, String aet, String key, String cert) {
    return Processes.run(
        List.of(
            "echoscu",
            "-aet",
            aet,
            "-aec",
            "HUISCLOS",
            "+tls",
            key,
            cert,
            "+cf",
            at("csr/ca.pem"),
            "127.0.0.1",
            Integer.toString(archive.port)),
        Map.of());
  }

  private static Processes.Result store(
      RunningArchive archive, Path device, Path file, String user, String password) {
    return Processes.run(
        List.of(
            "storescu",
            "-aet",
            "WS1",
            "-aec",
            "HUISCLOS",
            "--user",
            user,
            "--password",
            password,
            "-rsp",
            "+tls",
            device + ".key.pem",
            device + ".cert.pem",
            "+cf",
            device.resolveSibling("ca.pem").toString(),
            "127.0.0.1",
            Integer.toString(archive.port),
            file.toString()),
        Map.of());
  }

  /** As an operator does whose password comes by a pipe. */
  private static void user(RunningArchive archive, String name, String can, String password) {
    Processes.typed(
            password + "\n",
            "user",
            "add",
            name,
            "--can",
            can,
            "--password",
            "stdin",
            "--home",
            archive.home.toString())
        .ok();
  }

  private static void run(String... command) {
    Processes.peer(command[0]);
    Processes.run(List.of(command), Map.of()).ok();
  }

  private String at(String name) {
    return folder.resolve(name).toString();
  }
}
