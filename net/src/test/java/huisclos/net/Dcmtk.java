package huisclos.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** DCMTK's tools as peers; a test that needs one that isn't installed is skipped and says so. */
final class Dcmtk {
  /** What a tool printed and how it ended. */
  record Run(int status, String output) {}

  private Dcmtk() {}

  private static Path tool(String name) {
    for (String folder : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
      Path file = Path.of(folder, name);
      if (Files.isExecutable(file)) {
        return file;
      }
    }
    Assumptions.abort("skipped: DCMTK's " + name + " is not installed");
    throw new IllegalStateException();
  }

  private static ProcessBuilder builder(Path output, String name, List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(tool(name).toString()));
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    Map<String, String> environment = builder.environment();
    // As shipped it loses a factor of ten to Nagle.
    environment.put("TCP_NODELAY", "1");
    return builder;
  }

  /** Runs a tool to its end. */
  static Run run(Path folder, String name, String... arguments) throws Exception {
    Path output = Files.createTempFile(folder, name, ".txt");
    Process process = builder(output, name, Arrays.asList(arguments)).start();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError(name + " does not end: " + Files.readString(output));
    }
    return new Run(process.exitValue(), Files.readString(output, StandardCharsets.ISO_8859_1));
  }

  /** Starts a tool that listens on this port, and waits until it does. */
  static Process listen(Path folder, int port, String name, String... arguments) throws Exception {
    Path output = Files.createTempFile(folder, name, ".txt");
    Process process = builder(output, name, Arrays.asList(arguments)).start();
    for (int i = 0; i < 400; i++) {
      try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return process;
      } catch (IOException e) {
        if (!process.isAlive()) {
          break;
        }
        Thread.sleep(25);
      }
    }
    process.destroyForcibly();
    throw new AssertionError(name + " does not listen: " + Files.readString(output));
  }

  /** The TLS arguments of an identity. */
  static List<String> tls(String alias) {
    return List.of(
        "+tls",
        TestTls.keyPem(alias).toString(),
        TestTls.certificatePem(alias).toString(),
        "+cf",
        TestTls.certificatePem(TestTls.CA).toString());
  }
}
