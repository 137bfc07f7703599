package huisclos.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Runs the packaged command and real peers as processes, as a user does. */
final class Processes {
  private Processes() {}

  /** What a finished process left. */
  record Result(int status, String out, String err) {
    Result ok() {
      assertThat(status).as("exit status; stderr: %s", err).isZero();
      return this;
    }
  }

  /** The command line that starts the packaged {@code huisclos}. */
  static List<String> huisclos(String... args) {
    List<String> command = Program.command(GoldenFilesTest.projectRoot().resolve("app"));
    // Most are short; what compiles hot code once more would take the processor from the others.
    command.add(1, "-XX:TieredStopAtLevel=1");
    command.addAll(List.of(args));
    return command;
  }

  /**
   * Runs a verb in this JVM, as {@code main} would in one of its own: what a test does on its way
   * to what it is about. Not for {@code serve}, nor for what a process alone can show.
   */
  static Result here(String... args) {
    return typed("", args);
  }

  /** Runs a verb in this JVM, with this on its standard input. */
  static synchronized Result typed(String input, String... args) {
    InputStream in = System.in;
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    ByteArrayOutputStream complained = new ByteArrayOutputStream();
    try {
      System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
      System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
      System.setErr(new PrintStream(complained, true, StandardCharsets.UTF_8));
      int status = Main.run(args);
      return new Result(
          status,
          printed.toString(StandardCharsets.UTF_8),
          complained.toString(StandardCharsets.UTF_8));
    } finally {
      System.setIn(in);
      System.setOut(out);
      System.setErr(err);
    }
  }

  /** Runs {@code huisclos} with these arguments to its end, in a process of its own. */
  static Result run(String... args) {
    return run(huisclos(args), Map.of());
  }

  /** Runs a command to its end, at most two minutes. */
  static Result run(List<String> command, Map<String, String> environment) {
    return run(command, environment, Path.of("/dev/null"));
  }

  /** Runs a command to its end, at most two minutes, with a file on its standard input. */
  static Result run(List<String> command, Map<String, String> environment, Path input) {
    try {
      Path out = Files.createTempFile("out", ".txt");
      Path err = Files.createTempFile("err", ".txt");
      ProcessBuilder builder = new ProcessBuilder(command).redirectInput(input.toFile());
      builder.redirectOutput(out.toFile()).redirectError(err.toFile());
      builder.environment().putAll(environment);
      Process process = builder.start();
      try {
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).as("ends in time: %s", command).isTrue();
      } finally {
        process.destroyForcibly();
      }
      Result result = new Result(process.exitValue(), read(out), read(err));
      Files.delete(out);
      Files.delete(err);
      return result;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Skips the calling test with a clear line when a peer's program isn't installed. */
  static String peer(String program) {
    boolean found =
        Stream.of(System.getenv("PATH").split(":"))
            .map(folder -> Path.of(folder, program))
            .anyMatch(Files::isExecutable);
    Assumptions.assumeTrue(found, "skipped: " + program + " is not installed");
    return program;
  }

  private static String read(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }
}
