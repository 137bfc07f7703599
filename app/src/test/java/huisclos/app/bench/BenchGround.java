package huisclos.app.bench;

import huisclos.app.Program;
import huisclos.dicom.DicomJson;
import huisclos.dicom.JsonOptions;
import java.io.BufferedOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Where a run happens: its folder, our program, the identities of its devices. Everything is gone
 * when it is closed.
 *
 * @param folder on the disk that is measured
 * @param files what is sent, in memory where the system has such a place: reading isn't measured
 * @param program what starts ours, as the launcher does it
 * @param priority what stands before each measured server's command
 */
record BenchGround(Path folder, Path files, List<String> program, List<String> priority)
    implements AutoCloseable {
  static final String CLIENT = "BENCH";
  static final String SINK = "SINK";
  private static final int SECONDS = 900;
  private static final int TOUCHED_MEGABYTES = 1_024;

  static BenchGround make(Path app, Path parent, List<String> priority)
      throws IOException, InterruptedException {
    Path shm = Path.of("/dev/shm");
    Path folder = Files.createTempDirectory(parent, "bench");
    Path files =
        Files.isWritable(shm)
            ? Files.createTempDirectory(shm, "bench")
            : Files.createDirectory(folder.resolve("files"));
    BenchGround ground = new BenchGround(folder, files, Program.command(app), priority);
    ground.device(CLIENT, "store,find,find-all,get,move,commit", "--move-to", SINK);
    ground.device(SINK, "commit");
    // It asks for more patients than any device may see unasked.
    String tomorrow = LocalDate.now(ZoneOffset.UTC).plusDays(1).toString();
    ground.verb(List.of("device", "budget", CLIENT, "--lift", "--until", tomorrow));
    return ground;
  }

  Path home() {
    return folder.resolve("home");
  }

  /** The prefix of a device's identity files. */
  Path identity(String aet) {
    return folder.resolve("ids").resolve(aet);
  }

  private void device(String aet, String can, String... more)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of("device", "add", aet, "--can", can));
    words.addAll(List.of(more));
    words.addAll(List.of("--p12", "--out", folder.resolve("ids").toString()));
    verb(words);
  }

  /** Runs a verb on the home. */
  void verb(List<String> words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(program);
    command.addAll(words);
    command.addAll(List.of("--home", home().toString()));
    run(command);
  }

  /** Puts studies into the index of our home, which no server may have open. */
  void fillIndex(int from, int to) throws IOException, InterruptedException {
    Path input = files.resolve("studies.json");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(input), 1 << 16)) {
      for (int i = from; i < to; i++) {
        DicomJson.write(BenchObjects.small(i), out, JsonOptions.EVERYTHING);
        out.write('\n');
      }
    }
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    List<String> command =
        List.of(
            java.toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            "huisclos.archive.IndexFill",
            home().toString(),
            Integer.toString(from));
    Process process =
        new ProcessBuilder(command)
            .redirectInput(input.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("fill.log").toFile()))
            .start();
    await(process, command);
    Files.delete(input);
  }

  /** Runs a command to its end. */
  void run(List<String> command) throws IOException, InterruptedException {
    await(begin(command, "client"), command);
  }

  /** Runs commands at once, all to their ends. */
  void runAll(List<List<String>> commands) throws IOException, InterruptedException {
    List<Process> running = new ArrayList<>();
    for (List<String> command : commands) {
      running.add(begin(command, "client"));
    }
    for (int i = 0; i < running.size(); i++) {
      await(running.get(i), commands.get(i));
    }
  }

  private static void await(Process process, List<String> command)
      throws IOException, InterruptedException {
    if (!process.waitFor(SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IOException("failed, see the bench's folder for its output: " + command);
    }
  }

  /** Starts a process whose sockets send at once, as ours do. */
  Process begin(List<String> command, String log) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(folder.resolve(log + ".log").toFile()));
    builder.environment().put("TCP_NODELAY", "1");
    return builder.start();
  }

  /** What a process wrote so far. */
  String log(String log) throws IOException {
    return Files.readString(folder.resolve(log + ".log"), StandardCharsets.ISO_8859_1);
  }

  /** Options of DCMTK's tools for a device's identity. */
  List<String> tls(String aet) {
    Path identity = identity(aet);
    return List.of(
        "+tls",
        identity + ".key.pem",
        identity + ".cert.pem",
        "+cf",
        identity.resolveSibling("ca.pem").toString());
  }

  /**
   * Writes a file of a gigabyte and deletes it, so that the page cache has pages at hand: the host
   * of a virtual machine gives a page when it is first touched, which makes storing several times
   * as slow at one moment as at the next, whoever stores.
   */
  void touchMemory() throws IOException {
    Path scratch = folder.resolve("scratch");
    ByteBuffer zeros = ByteBuffer.allocateDirect(1 << 20);
    try (FileChannel out =
        FileChannel.open(scratch, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (int i = 0; i < TOUCHED_MEGABYTES; i++) {
        zeros.clear();
        while (zeros.hasRemaining()) {
          out.write(zeros);
        }
      }
    } finally {
      Files.deleteIfExists(scratch);
    }
  }

  static void delete(Path tree) throws IOException {
    if (!Files.exists(tree)) {
      return;
    }
    List<Path> all;
    try (var walk = Files.walk(tree)) {
      all = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : all) {
      Files.deleteIfExists(path);
    }
  }

  @Override
  public void close() throws IOException {
    delete(files);
    delete(folder);
  }
}
