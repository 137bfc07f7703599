package huisclos.app.probelab;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.app.Program;
import huisclos.probe.results.ResultStore;
import huisclos.probe.results.Run;
import huisclos.testkit.Ports;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an operator does beside a single run: shards, merging, stopping, resuming, looking again.
 */
class ProbeVerbsIT {
  private static final int STATION = 120;
  private static final String AROUND = "127.66.0.112/28";

  @TempDir private Path folder = Path.of(".");

  ProbeVerbsIT() {}

  @BeforeEach
  void keys() throws Exception {
    ok("probe", "key", "head", "--out", folder + "/keys");
    ok("probe", "trust", folder + "/keys/head.pub.pem", "--name", "head");
  }

  @Test
  void shards_merge_stop_and_looking_again_until_it_is_closed() throws Exception {
    Path whole = folder.resolve("whole");
    Path scope;
    try (FakeDoor door = open()) {
      scope = scope(AROUND, door.port(), 1000);
      int hosts = 0;
      for (String shard : List.of("1/2", "2/2")) {
        Path part = folder.resolve("part" + shard.charAt(0));
        assertThat(verb("probe", scope.toString(), "--shard", shard, "--out", part.toString()))
            .as(said())
            .isIn(0, 1);
        hosts += Math.toIntExact(latest(part).sweep().addresses());
      }
      assertThat(hosts).isEqualTo(16);
      ok(
          "probe",
          "merge",
          folder + "/part1",
          folder + "/part2",
          "--out",
          folder.resolve("merged").toString());
      Run merged = latest(folder.resolve("merged"));
      assertThat(merged.sweep().addresses()).isEqualTo(16);
      List<String> open = new ArrayList<>();
      merged.forEach(finding -> {
        if (finding.verdict().open()) {
          open.add(finding.door().address());
        }
      });
      assertThat(open).containsExactly("127.66.0." + STATION);

      ok("probe", "stop", "--out", whole.toString());
      assertThat(verb("probe", scope.toString(), "--out", whole.toString())).isEqualTo(1);
      assertThat(said()).contains("STOP");
      ok("probe", "stop", "--release", "--out", whole.toString());
      assertThat(verb("probe", scope.toString(), "--out", whole.toString())).isEqualTo(1);
      assertThat(said()).contains("readable");
      assertThat(verb("probe", "recheck", scope.toString(), "--out", whole.toString()))
          .isEqualTo(1);
      assertThat(latest(whole).sweep().ports()).as("only the open door").isEqualTo(1);
    }
    assertThat(verb("probe", "recheck", scope.toString(), "--out", whole.toString()))
        .as(said())
        .isZero();
    assertThat(verb("probe", "recheck", scope.toString(), "--out", whole.toString())).isZero();
    assertThat(said()).contains("no door was open");
    ok("trail", "verify", "--home", whole.toString());
    assertThat(said()).contains("the record is whole");
  }

  @Test
  void a_run_that_is_told_to_end_is_resumed_where_it_was() throws Exception {
    Path results = folder.resolve("results");
    Path scope = scope("127.67.0.0/21", Ports.free(), 300);
    Process process = start("probe", scope.toString(), "--out", results.toString());
    try {
      long due = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
      while (System.nanoTime() < due && !begun(results)) {
        Thread.sleep(50);
      }
      Thread.sleep(1500);
      process.destroy();
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    Run cut = latest(results);
    assertThat(cut.complete()).isFalse();
    assertThat(cut.sweep().addresses()).isBetween(1L, 2047L);

    assertThat(verb("probe", scope.toString(), "--resume", "--out", results.toString()))
        .as(said())
        .isZero();
    Run resumed = latest(results);
    assertThat(resumed.head().id()).isEqualTo(cut.head().id());
    assertThat(resumed.complete()).isTrue();
    assertThat(resumed.progress().doneUpTo()).isEqualTo(2048);
  }

  private static FakeDoor open() throws IOException {
    return FakeDoor.open(
        STATION,
        new FakeArchive(
            FakeArchive.Habits.capped(1000, FakeArchive.Answering.CUTS),
            FakeStudy.many(STATION, 20, 0)));
  }

  private static boolean begun(Path results) {
    File[] runs = results.resolve("runs").toFile().listFiles();
    return runs != null && runs.length > 0;
  }

  private static Run latest(Path results) throws IOException {
    try (ResultStore store = ResultStore.open(results, InstantSource.system())) {
      return store.latest().orElseThrow();
    }
  }

  private Path scope(String cidr, int port, int perSecond) throws Exception {
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    byte[] mandate = "They may.\n".getBytes(StandardCharsets.UTF_8);
    Files.write(folder.resolve("mandate.txt"), mandate);
    Path file = folder.resolve("scope-" + port + ".toml");
    Files.writeString(
        file,
        """
        [scope]
        name = "verbs"
        operator = "operator"
        authoriser = "head"
        contact = "probe@example.org"
        opt_out = "probe@example.org"
        from = %s
        until = %s
        rungs = ["reachable", "associates", "queryable"]
        [rates]
        per_host_per_second = 100
        total_per_second = %d
        hosts_at_once = 32
        [ports]
        dicom = [%d]
        dicom_tls = []
        http = []
        https = []
        hl7 = []
        ftp = []
        smb = []
        [[range]]
        cidr = "%s"
        evidence = { mandate = "mandate.txt", sha256 = "%s" }
        """
            .formatted(
                now.minus(1, ChronoUnit.HOURS),
                now.plus(1, ChronoUnit.DAYS),
                perSecond,
                port,
                cidr,
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(mandate))));
    ok("probe", "sign", file.toString(), "--key", folder + "/keys/head.key.pem");
    return file;
  }

  private void ok(String... args) throws Exception {
    assertThat(verb(args)).as(said()).isZero();
  }

  private String said() throws IOException {
    Path said = folder.resolve("said.txt");
    return Files.exists(said) ? Files.readString(said) : "";
  }

  private int verb(String... args) throws Exception {
    Process process = start(args);
    try {
      assertThat(process.waitFor(90, TimeUnit.SECONDS)).isTrue();
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }

  private Process start(String... args) throws IOException {
    Path here = Path.of("").toAbsolutePath();
    List<String> command =
        new ArrayList<>(Program.command(here.endsWith("app") ? here : here.resolve("app")));
    command.addAll(List.of(args));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("said.txt").toFile());
    builder.environment().put("HUISCLOS_PROBE_HOME", folder.resolve("home").toString());
    return builder.start();
  }
}
