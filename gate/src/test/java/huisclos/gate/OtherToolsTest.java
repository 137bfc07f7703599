package huisclos.gate;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.trail.Action;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The identities that the house issues work with DCMTK's and OpenSSL's TLS, as shipped. */
final class OtherToolsTest {
  @TempDir Path temp;

  private GateHome home;
  private TlsServer server;
  private Path ids;
  private IssuedIdentity ct1;

  @BeforeEach
  void open() throws IOException {
    home = new GateHome(temp.resolve("home"));
    server = new TlsServer(home.gate);
    ids = temp.resolve("ids");
    ct1 =
        GateHome.issued(
            home.gate
                .devices()
                .add(
                    new DeviceAdmin.Order(
                        "CT1",
                        DeviceAdmin.defaultVerbs(),
                        Set.of(),
                        new KeySource.Generated(),
                        false),
                    "root"));
    IdentityFiles.write(ids, ct1.files(), false);
  }

  @AfterEach
  void close() throws IOException {
    server.close();
    home.close();
  }

  private static void require(String tool) {
    boolean there =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
    Assumptions.assumeTrue(there, "skipped: " + tool + " isn't installed");
  }

  private String run(String input, String... command) throws Exception {
    Path said = Files.createTempFile(temp, "said", ".txt");
    Process process =
        new ProcessBuilder(command)
            .directory(ids.toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    try (var in = process.getOutputStream()) {
      in.write(input.getBytes(StandardCharsets.US_ASCII));
      in.flush();
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroy();
        process.waitFor();
      }
    }
    return Files.readString(said, StandardCharsets.ISO_8859_1);
  }

  private String echoscu(String... more) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                "echoscu",
                "-v",
                "+tls",
                "CT1.key.pem",
                "CT1.cert.pem",
                "+cf",
                "ca.pem",
                "-aet",
                "CT1"));
    command.addAll(List.of(more));
    command.addAll(List.of("localhost", Integer.toString(server.port())));
    return run("", command.toArray(String[]::new));
  }

  @Test
  void dcmtkComesInWithItsDefaultProfile() throws Exception {
    require("echoscu");
    // "W:": DCMTK's warnings, such as of an RSA key certified with ECDSA.
    assertThat(echoscu()).contains("Rejected Permanent").doesNotContain("W:");
    TlsServer.Outcome outcome = server.outcome();
    assertThat(outcome.client()).containsExactly(ct1.certificate());
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void dcmtkComesInUnderEitherVersion(String protocol) throws Exception {
    require("echoscu");
    server.close();
    server = new TlsServer(home.gate, protocol);
    assertThat(echoscu()).contains("Rejected Permanent");
    TlsServer.Outcome outcome = server.outcome();
    assertThat(outcome.client()).containsExactly(ct1.certificate());
    assertThat(outcome.protocol()).isEqualTo(protocol);
  }

  @Test
  void dcmtkIsTurnedAwayOnceRevoked() throws Exception {
    require("echoscu");
    home.gate.devices().revokeDevice("CT1", "root");
    assertThat(echoscu()).doesNotContain("Rejected Permanent");
    server.outcome();
    assertThat(home.refusals(Action.HANDSHAKE)).containsExactly("revoked-certificate");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-tls1_2", "-tls1_3"})
  void opensslVerifiesTheServerByName(String version) throws Exception {
    require("openssl");
    String said =
        run(
            "x",
            "openssl",
            "s_client",
            version,
            "-connect",
            "localhost:" + server.port(),
            "-verify_return_error",
            "-verify_hostname",
            "localhost",
            "-CAfile",
            "ca.pem",
            "-cert",
            "CT1.cert.pem",
            "-key",
            "CT1.key.pem");
    assertThat(said).contains("Verify return code: 0 (ok)").doesNotContain("error:");
    assertThat(said).doesNotContain("TLS session ticket:").doesNotContain("Post-Handshake New");
    assertThat(server.outcome().client()).containsExactly(ct1.certificate());
  }

  @Test
  void opensslCannotResumeASession() throws Exception {
    require("openssl");
    String said =
        run(
            "",
            "openssl",
            "s_client",
            "-tls1_2",
            "-reconnect",
            "-connect",
            "localhost:" + server.port(),
            "-CAfile",
            "ca.pem",
            "-cert",
            "CT1.cert.pem",
            "-key",
            "CT1.key.pem");
    assertThat(said).contains("drop connection and then reconnect").contains("New, TLSv1.2");
    assertThat(said).doesNotContain("Reused,");
  }
}
