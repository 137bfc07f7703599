package huisclos.app;

import huisclos.testkit.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program of others that listens on a loopback port while a test runs. */
final class LocalPeer implements AutoCloseable {
  private final Process process;
  final int port;
  final Path output;

  private LocalPeer(Process process, int port, Path output) {
    this.process = process;
    this.port = port;
    this.output = output;
  }

  /** Starts it, and waits until it listens on this port. */
  static LocalPeer start(Path folder, int port, List<String> command)
      throws IOException, InterruptedException {
    Processes.peer(command.getFirst());
    Path output = Files.createTempFile(folder, "peer", ".txt");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .redirectInput(new java.io.File("/dev/null"))
            .start();
    for (int i = 0; i < 800 && process.isAlive(); i++) {
      try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return new LocalPeer(process, port, output);
      } catch (IOException e) {
        Thread.sleep(25);
      }
    }
    process.destroyForcibly();
    throw new AssertionError(command + " does not listen: " + Files.readString(output));
  }

  /** A tunnel for a client without TLS: plain on loopback here, the device's identity there. */
  static LocalPeer tunnel(Path folder, Path identity, int archivePort)
      throws IOException, InterruptedException {
    int port = Ports.free();
    return start(
        folder,
        port,
        List.of(
            "socat",
            "TCP4-LISTEN:" + port + ",bind=127.0.0.1,reuseaddr,fork,nodelay",
            "OPENSSL:127.0.0.1:%d,nodelay,cert=%s.cert.pem,key=%s.key.pem,cafile=%s,verify=1"
                .formatted(archivePort, identity, identity, identity.resolveSibling("ca.pem"))));
  }

  /** A tunnel for a server without TLS: shows the identity, takes the site's certificates alone. */
  static LocalPeer tlsDoor(Path folder, Path identity, int plainPort)
      throws IOException, InterruptedException {
    int port = Ports.free();
    return start(
        folder,
        port,
        List.of(
            "socat",
            "OPENSSL-LISTEN:%d,bind=127.0.0.1,reuseaddr,fork,cert=%s.cert.pem,key=%s.key.pem,cafile=%s,verify=1"
                .formatted(port, identity, identity, identity.resolveSibling("ca.pem")),
            "TCP4:127.0.0.1:" + plainPort + ",nodelay"));
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }
}
