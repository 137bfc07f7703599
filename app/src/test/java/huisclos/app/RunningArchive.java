package huisclos.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A real {@code huisclos serve} process with its home in a test's folder, on a free port. */
public final class RunningArchive implements AutoCloseable {
  private static final Pattern READY =
      Pattern.compile("ready aet=(\\S+) dicom=(\\S+):(\\d+)(?: https=(\\S+):(\\d+))?.*");

  private final Process process;
  final Path home;
  public final Path out;
  final Path err;
  public final int port;

  /** Of the web door; 0 where it has none. */
  public final int https;

  private RunningArchive(Process process, Path home, Path out, Path err, int port, int https) {
    this.process = process;
    this.home = home;
    this.out = out;
    this.err = err;
    this.port = port;
    this.https = https;
  }

  /**
   * Starts it; {@code folder} gets the home, standard output and standard error. Without a home it
   * gets one that an earlier first start made.
   */
  public static RunningArchive start(Path folder, String... more)
      throws IOException, InterruptedException {
    if (!Files.exists(folder.resolve("home"))) {
      FurnishedHome.copyTo(folder.resolve("home"));
    }
    return startFirst(folder, more);
  }

  /** The same, where it is about the first start: all of a new home is made by this process. */
  static RunningArchive startFirst(Path folder, String... more)
      throws IOException, InterruptedException {
    Path home = folder.resolve("home");
    List<String> args =
        new ArrayList<>(List.of("serve", "--home", home.toString(), "--dicom-port", "0"));
    args.addAll(List.of("--https-port", "0"));
    args.addAll(List.of(more));
    return start(folder, home, args);
  }

  static RunningArchive start(Path folder, Path home, List<String> args)
      throws IOException, InterruptedException {
    return start(folder, home, args, Map.of());
  }

  static RunningArchive start(
      Path folder, Path home, List<String> args, Map<String, String> environment)
      throws IOException, InterruptedException {
    // Each start has its own output, so that an earlier ready line isn't taken for this one's.
    int run = 0;
    while (Files.exists(folder.resolve("stdout" + run + ".txt"))) {
      run++;
    }
    Path out = folder.resolve("stdout" + run + ".txt");
    Path err = folder.resolve("stderr" + run + ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(Processes.huisclos(args.toArray(String[]::new)))
            .redirectInput(new java.io.File("/dev/null"))
            .redirectOutput(ProcessBuilder.Redirect.appendTo(out.toFile()))
            .redirectError(ProcessBuilder.Redirect.appendTo(err.toFile()));
    builder.environment().putAll(environment);
    Process process = builder.start();
    for (int i = 0; i < 3_000; i++) {
      if (Files.exists(out)) {
        String text = Files.readString(out);
        Matcher ready = READY.matcher(text);
        int port = -1;
        int https = 0;
        while (ready.find()) {
          port = Integer.parseInt(ready.group(3));
          https = ready.group(5) == null ? 0 : Integer.parseInt(ready.group(5));
        }
        if (port > 0 && process.isAlive()) {
          return new RunningArchive(process, home, out, err, port, https);
        }
      }
      if (!process.isAlive()) {
        break;
      }
      Thread.sleep(10);
    }
    process.destroyForcibly();
    throw new AssertionError("serve did not get ready: " + Files.readString(err));
  }

  String address() {
    return "127.0.0.1:" + port;
  }

  /** Adds a device and returns the path prefix of its identity files. */
  Path device(Path folder, String aet, String can, String... more) {
    List<String> add =
        new ArrayList<>(List.of("device", "add", aet, "--can", can, "--out", folder.toString()));
    add.addAll(List.of(more));
    verb(add.toArray(String[]::new)).ok();
    return folder.resolve(aet);
  }

  /** Runs an admin verb, which talks to this process through its socket. */
  Processes.Result verb(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.add("--home");
    all.add(home.toString());
    return Processes.here(all.toArray(String[]::new));
  }

  /** Ends it at once, as a power cut would end the process. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  Process process() {
    return process;
  }

  @Override
  public void close() {
    process.destroy();
    boolean stopped = false;
    String threads = "";
    try {
      String before = used();
      stopped = process.waitFor(30, TimeUnit.SECONDS);
      threads = stopped ? "" : "processor time " + before + " → " + used() + threads();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      process.destroyForcibly();
    }
    assertThat(stopped).as("serve stops on SIGTERM%n%s", threads).isTrue();
  }

  /** The processor time it had: none more after a signal, and the machine was too busy for it. */
  private String used() {
    return process.info().totalCpuDuration().map(Object::toString).orElse("unknown");
  }

  /** What its threads are at, virtual ones included: why it does not stop. */
  private String threads() {
    String pid = Long.toString(process.pid());
    Path dump = out.resolveSibling("threads.txt");
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    try {
      Processes.Result printed = Processes.run(List.of(jcmd, pid, "Thread.print"), Map.of());
      var _ = Processes.run(List.of(jcmd, pid, "Thread.dump_to_file", dump.toString()), Map.of());
      return printed.out() + printed.err() + (Files.exists(dump) ? Files.readString(dump) : "");
    } catch (IOException e) {
      return e.toString();
    }
  }
}
