package huisclos.app.probelab;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.app.Program;
import huisclos.probe.finding.Finding;
import huisclos.probe.results.ResultStore;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Someone who runs the program as it is meant to be run: with keys, a signed scope, and a home. */
final class Probing {
  private static final int PATIENCE_SECONDS = 180;
  private static final String AUTHORISER = "head";
  private static final String OWNER = "practice";

  private final Path folder;
  private final Path home;

  /** What a finished process left. */
  record Ended(int status, Path out, Path err) {
    String shown() throws IOException {
      return Files.readString(out) + Files.readString(err);
    }
  }

  Probing(Path folder) throws IOException, InterruptedException {
    this.folder = Files.createDirectories(folder);
    home = folder.resolve("home");
    for (String name : List.of(AUTHORISER, OWNER)) {
      ok(run("probe", "key", name, "--out", keys().toString()));
    }
    ok(run("probe", "trust", key(AUTHORISER, "pub"), "--name", AUTHORISER));
    ok(run("probe", "trust", key(OWNER, "pub"), "--name", OWNER, "--role", "owner"));
  }

  private Path keys() {
    return folder.resolve("keys");
  }

  private String key(String name, String half) {
    return keys().resolve(name + "." + half + ".pem").toString();
  }

  /** Where results lie. */
  Path results() {
    return folder.resolve("results");
  }

  /** Has a scope signed by everybody it needs, and probes; its findings. */
  List<Finding> probe(LabScope scope, Path dump) throws IOException, InterruptedException {
    Path file = scope.write();
    for (String host : scope.signing()) {
      Ended signed =
          ok(run("probe", "consent", file.toString(), "--host", host, "--key", key(OWNER, "key")));
      file = scope.signed(host, Files.readString(signed.out())).write();
    }
    ok(run("probe", "sign", file.toString(), "--key", key(AUTHORISER, "key")));
    Ended ended = start(dumped(dump, "probe", file.toString(), "--out", results().toString()));
    // 1: doors are open.
    assertThat(ended.status()).as(ended.shown()).isEqualTo(1);
    return findings();
  }

  private List<Finding> findings() throws IOException {
    List<Finding> findings = new ArrayList<>();
    try (ResultStore store = ResultStore.open(results(), InstantSource.system())) {
      var run = store.latest().orElseThrow();
      assertThat(run.complete()).as("%s", run.tail()).isTrue();
      run.forEach(findings::add);
    }
    return findings;
  }

  /** Runs a verb to its end. */
  Ended run(String... args) throws IOException, InterruptedException {
    List<String> command = Program.command(app());
    command.add(1, "-XX:TieredStopAtLevel=1");
    command.addAll(List.of(args));
    return start(command);
  }

  /** Asserts that it did what it was told. */
  static Ended ok(Ended ended) throws IOException {
    assertThat(ended.status()).as(ended.shown()).isZero();
    return ended;
  }

  /** The same program in a JVM that leaves a dump of its heap; with tests' classes, too. */
  private static List<String> dumped(Path dump, String... args) throws IOException {
    Path arguments = app().resolve("target/dist/java.args");
    Matcher classPath =
        Pattern.compile("(?m)^-cp\\n\"(.*)\"$").matcher(Files.readString(arguments));
    assertThat(classPath.find()).as("a class path in %s", arguments).isTrue();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + arguments);
    command.add("-cp");
    command.add(classPath.group(1) + File.pathSeparator + tests());
    command.add("-D" + HeapDumped.DUMP + "=" + dump);
    command.add(HeapDumped.class.getName());
    command.addAll(List.of(args));
    return command;
  }

  private static Path tests() {
    try {
      return Path.of(HeapDumped.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Path app() {
    Path here = Path.of("").toAbsolutePath();
    return here.endsWith("app") ? here : here.resolve("app");
  }

  private Ended start(List<String> command) throws IOException, InterruptedException {
    Path out = Files.createTempFile(folder, "stdout", ".txt");
    Path err = Files.createTempFile(folder, "stderr", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectInput(new File("/dev/null"))
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().put("HUISCLOS_PROBE_HOME", home.toString());
    Process process = builder.start();
    try {
      assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
          .as("ends in time: %s", command)
          .isTrue();
    } finally {
      process.destroyForcibly();
    }
    return new Ended(process.exitValue(), out, err);
  }
}
