package huisclos.app.home;

import huisclos.app.UserError;
import huisclos.gate.Alert;
import huisclos.gate.Gate;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tells of alerts: in the log, and to the program of {@code [alerts] command}, which gets one JSON
 * object on standard input; no shell, no arguments, an empty environment but for PATH. One runs at
 * a time. Thread-safe.
 */
final class AlertHook implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AlertHook.class);

  /** Alerts that wait for the program; a further one is only logged. */
  static final int MAX_WAITING = 100;

  /** Then it is killed. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final Duration AT_CLOSE = Duration.ofSeconds(5);
  private static final JsonMapper JSON = new JsonMapper();

  private final String command;
  private final String aet;
  private final ThreadPoolExecutor thread =
      new ThreadPoolExecutor(
          0,
          1,
          1,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(MAX_WAITING),
          Thread.ofPlatform().name("alert-hook").daemon().factory());

  private AlertHook(String command, String aet) {
    this.command = command;
    this.aet = aet;
  }

  /**
   * Begins to listen.
   *
   * @param command the program's path; empty for none
   * @throws UserError if it can't be run, or others could replace it
   */
  static AlertHook listen(String command, Gate gate) throws IOException {
    if (!command.isEmpty()) {
      check(Path.of(command));
    }
    AlertHook hook = new AlertHook(command, gate.aet());
    gate.alerts().onAlert(hook::tell);
    return hook;
  }

  private static void check(Path program) throws IOException {
    if (!program.isAbsolute() || !Files.isRegularFile(program) || !Files.isExecutable(program)) {
      throw UserError.usage(
          "[alerts] command is no program that can be run: " + program,
          "name an executable file by its whole path; arguments belong in a script");
    }
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(program);
    if (permissions.contains(PosixFilePermission.OTHERS_WRITE)
        || permissions.contains(PosixFilePermission.GROUP_WRITE)) {
      throw UserError.usage(
          "[alerts] command can be changed by others than its owner: " + program,
          "chmod go-w " + program);
    }
  }

  private void tell(Alert alert) {
    LOG.warn("alert {}: {} {}: {}", alert.id(), alert.kind().word(), alert.subject(), alert.what());
    if (command.isEmpty()) {
      return;
    }
    try {
      thread.execute(() -> run(alert));
    } catch (RejectedExecutionException e) {
      LOG.warn("too many alerts wait for the command of [alerts]");
    }
  }

  private void run(Alert alert) {
    byte[] told =
        JSON.writeValueAsBytes(
            Map.of(
                "aet", aet,
                "id", alert.id(),
                "kind", alert.kind().word(),
                "subject", alert.subject(),
                "what", alert.what(),
                "first", alert.first().toString(),
                "last", alert.last().toString(),
                "times", alert.times()));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().clear();
    builder.environment().put("PATH", "/usr/local/bin:/usr/bin:/bin");
    try {
      Process process = builder.start();
      try (OutputStream in = process.getOutputStream()) {
        in.write(told);
      } catch (IOException e) {
        LOG.debug("the command of [alerts] didn't read what it was told");
      }
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        LOG.warn("the command of [alerts] was ended after {} s", PATIENCE.toSeconds());
      } else if (process.exitValue() != 0) {
        LOG.warn("the command of [alerts] ended with {}", process.exitValue());
      }
    } catch (IOException e) {
      LOG.warn("the command of [alerts] can't be run");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Lets what is being told end, for a moment. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(AT_CLOSE.toSeconds(), TimeUnit.SECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
