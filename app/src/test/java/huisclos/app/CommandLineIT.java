package huisclos.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Command;

/** The command line as scripts and people rely on it. */
class CommandLineIT {
  @TempDir Path folder;

  @Test
  void versionIsOneLine() {
    Processes.Result result = Processes.run("--version").ok();
    assertThat(result.out().lines()).hasSize(1);
    assertThat(result.err()).isEmpty();
  }

  @Test
  void everyVerbHasHelp() {
    assertThat(Processes.run("serve", "--help").ok().out()).contains("Usage:");
    List<Class<?>> verbs =
        List.of(HuisclosCommand.class.getAnnotation(Command.class).subcommands());
    assertThat(verbs).hasSizeGreaterThan(30);
    for (Class<?> verb : verbs) {
      String word = RootCommand.word(verb);
      if (!verb.getAnnotation(Command.class).hidden()) {
        assertThat(Processes.here(word, "--help").ok().out()).as(word).contains("Usage:");
      }
    }
    assertThat(Processes.run("nonsense").status()).isEqualTo(2);
    assertThat(Processes.here().status()).isEqualTo(2);
  }

  @Test
  void anUnknownSettingStopsTheStartAndNamesTheFix() throws Exception {
    Path home = Files.createDirectories(folder.resolve("home"));
    Files.writeString(home.resolve("huisclos.toml"), "[listen]\ndicom_port = 11112\n");
    Processes.Result result = Processes.run("serve", "--home", home.toString());
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).contains("huisclos.toml:2").contains("listen.dicom");
  }

  @Test
  void theHomeIsPrivate() throws Exception {
    try (RunningArchive archive = RunningArchive.startFirst(folder)) {
      archive.device(folder.resolve("ids"), "CT1", "store");
      try (Stream<Path> all = Files.walk(archive.home)) {
        for (Path path : all.toList()) {
          String expected = Files.isDirectory(path) ? "rwx------" : "rw-------";
          assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
              .as("%s", path)
              .isEqualTo(expected);
        }
      }
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(folder.resolve("ids/CT1.key.pem"))))
          .isEqualTo("rw-------");
      Processes.Result second =
          Processes.run("serve", "--dicom-port", "0", "--home", archive.home.toString());
      assertThat(second.status()).isEqualTo(1);
      assertThat(second.err()).contains("another huisclos process");
    }
  }

  @Test
  void adminVerbsReachARunningServerAndAHomeAtRest() throws Exception {
    Path home = folder.resolve("home");
    Processes.run(
            "device",
            "add",
            "REST",
            "--out",
            folder.resolve("ids").toString(),
            "--home",
            home.toString())
        .ok();
    try (RunningArchive archive = RunningArchive.start(folder)) {
      Processes.run(
              "device",
              "add",
              "RUNNING",
              "--can",
              "find",
              "--out",
              folder.resolve("ids").toString(),
              "--home",
              home.toString())
          .ok();
      assertThat(archive.verb("device", "list", "--json").ok().out())
          .contains("REST")
          .contains("RUNNING");
      assertThat(
              archive
                  .verb("device", "add", "REST", "--out", folder.resolve("x").toString())
                  .status())
          .isEqualTo(1);
      Processes.Result doors = archive.verb("doors").ok();
      assertThat(doors.out())
          .contains("listening")
          .contains("RUNNING")
          .contains("recovery phrase not taken: run `huisclos key phrase`");
      Processes.Result echo =
          Processes.run(
                  "echo", archive.address(), "--identity", folder.resolve("ids/REST").toString())
              .ok();
      assertThat(echo.out()).contains("0x0000");
    }
    assertThat(Processes.here("doors", "--home", home.toString()).ok().out())
        .contains("not listening");
  }

  @Test
  void theRecoveryPhraseIsForATerminalOnly() {
    Processes.Result result =
        Processes.run("key", "phrase", "--home", folder.resolve("home").toString());
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).contains("terminal");
  }

  @Test
  void aLostSiteKeyIsNotReplaced() throws Exception {
    Path home = folder.resolve("home");
    Processes.here("device", "add", "CT1", "--out", folder.toString(), "--home", home.toString())
        .ok();
    Files.delete(home.resolve("keys/site.key"));
    Processes.Result result =
        Processes.run("serve", "--home", home.toString(), "--dicom-port", "0");
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err()).contains("it is missing though the home was in use");
  }

  @Test
  void aSocketPathThatIsTooLongIsAClearError() {
    Path home = folder.resolve("x".repeat(90));
    Processes.Result result =
        Processes.run("serve", "--home", home.toString(), "--dicom-port", "0");
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.err()).contains("over 100 bytes");
  }

  @Test
  void dumpShowsAFileAndSaysWhereItBreaks() throws Exception {
    Path file = Synthetic.of(7).write(folder);
    assertThat(Processes.run("dump", file.toString()).ok().out())
        .contains("(0010,0010) PN [SYNTHETIC^N7]")
        .contains("PatientName");
    String json = Processes.run("dump", file.toString(), "--json").ok().out();
    assertThat(json).startsWith("{").contains("\"00100010\"").doesNotContain("\"0002");
    assertThat(json).contains("\"7FE00010\"").doesNotContain("InlineBinary");
    Files.write(file, java.util.Arrays.copyOf(Files.readAllBytes(file), 600));
    Processes.Result broken = Processes.run("dump", file.toString());
    assertThat(broken.status()).isEqualTo(1);
    assertThat(broken.err()).contains("offset");
  }

  @Test
  void clientErrorsNameTheFix() throws Exception {
    Processes.Result nobody =
        Processes.here("echo", "127.0.0.1:1", "--identity", folder.resolve("NONE").toString());
    assertThat(nobody.status()).isEqualTo(2);
    assertThat(nobody.err()).contains("NONE.cert.pem").contains("device add");
    Processes.here(
            "device",
            "add",
            "ME",
            "--out",
            folder.toString(),
            "--home",
            folder.resolve("home").toString())
        .ok();
    Processes.Result closed =
        Processes.here("echo", "127.0.0.1:1", "--identity", folder.resolve("ME").toString());
    assertThat(closed.status()).isEqualTo(1);
    assertThat(closed.err()).contains("127.0.0.1:1").contains("is the archive running there?");
  }
}
