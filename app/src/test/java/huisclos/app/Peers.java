package huisclos.app;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.testkit.HttpPeers;
import huisclos.testkit.Ports;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Other people's archives as processes on loopback, over TLS; each is ended by its own handle. */
final class Peers {
  private Peers() {}

  /** A running peer. */
  record Running(Process process, int port, Path folder) implements AutoCloseable {
    @Override
    public void close() {
      process.destroy();
      try {
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
      } catch (InterruptedException e) {
        process.destroyForcibly();
        Thread.currentThread().interrupt();
      }
    }

    long files() throws IOException {
      try (var list = Files.list(folder)) {
        return list.count();
      }
    }
  }

  /** DCMTK's {@code storescp} with a device's identity; writes what comes into {@code folder}. */
  static Running storescp(Path identity, Path folder, int port)
      throws IOException, InterruptedException {
    Files.createDirectories(folder);
    return started(
        List.of(
            Processes.peer("storescp"),
            "-aet",
            identity.getFileName().toString(),
            "+tls",
            identity + ".key.pem",
            identity + ".cert.pem",
            "+cf",
            identity.resolveSibling("ca.pem").toString(),
            "-od",
            folder.toString(),
            "+xa",
            "+B",
            Integer.toString(port)),
        folder,
        port);
  }

  static Running started(List<String> command, Path folder, int port)
      throws IOException, InterruptedException {
    File log = Files.createTempFile("peer", ".log").toFile();
    log.deleteOnExit();
    Process process =
        new ProcessBuilder(command)
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true)
            .redirectOutput(log)
            .start();
    Running running = new Running(process, port, folder);
    try {
      eventually(30, "it listens: " + command.getFirst(), () -> listens(port));
    } catch (AssertionError e) {
      running.close();
      throw new AssertionError(Files.readString(log.toPath()), e);
    }
    return running;
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** A self-signed RSA certificate for this machine: {@code STEM.key} and {@code STEM.crt}. */
  static Path selfSigned(Path folder, String stem) {
    Path at = folder.resolve(stem);
    Processes.run(
            List.of(
                Processes.peer("openssl"),
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-keyout",
                at + ".key",
                "-out",
                at + ".crt",
                "-days",
                "90",
                "-subj",
                "/CN=" + stem,
                "-addext",
                "subjectAltName=DNS:localhost,IP:127.0.0.1"),
            Map.of())
        .ok();
    return at;
  }

  /** Orthanc with DICOM over TLS; {@code port} is its DICOM port. */
  record Orthanc(Running running, int http) implements AutoCloseable {
    int port() {
      return running.port();
    }

    String get(String path) throws IOException, InterruptedException {
      return new String(bytes(path), java.nio.charset.StandardCharsets.UTF_8);
    }

    byte[] bytes(String path) throws IOException, InterruptedException {
      HttpResponse<byte[]> answer =
          HttpPeers.ask(request(path).build(), HttpResponse.BodyHandlers.ofByteArray());
      assertThat(answer.statusCode()).isEqualTo(200);
      return answer.body();
    }

    /** POSTs, and gives the answer's body. */
    String post(String path, byte[] body) throws IOException, InterruptedException {
      HttpResponse<String> answer =
          HttpPeers.ask(
              request(path).POST(HttpRequest.BodyPublishers.ofByteArray(body)).build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(path + " " + answer.body()).isEqualTo(200);
      return answer.body();
    }

    /** Forgets all that it holds. */
    void clear() throws IOException, InterruptedException {
      for (String id : get("/studies").split("[^a-z0-9-]+", -1)) {
        if (!id.isBlank()) {
          var _ =
              HttpPeers.ask(
                  request("/studies/" + id).DELETE().build(),
                  HttpResponse.BodyHandlers.discarding());
        }
      }
    }

    private HttpRequest.Builder request(String path) {
      return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + http + path));
    }

    long instances() throws IOException, InterruptedException {
      String found = get("/instances");
      return found.chars().filter(c -> c == '"').count() / 2;
    }

    @Override
    public void close() {
      running.close();
    }
  }

  /**
   * Starts Orthanc, which shows {@code own}{@code .crt}, wants client certificates of the authority
   * {@code trusted}, and knows an archive of ours on this port.
   */
  static Orthanc orthanc(Path folder, Path own, Path trusted, int archive)
      throws IOException, InterruptedException {
    Files.createDirectories(folder);
    int port = Ports.free();
    int http = Ports.free();
    Path config = folder.resolve("orthanc.json");
    Files.writeString(
        config,
        """
        {"HttpPort": %d, "RemoteAccessAllowed": false, "AuthenticationEnabled": false,
         "DicomAet": "ORTHANC", "DicomPort": %d, "DicomTlsEnabled": true,
         "DicomTlsCertificate": "%s.crt", "DicomTlsPrivateKey": "%s.key",
         "DicomTlsTrustedCertificates": "%s", "DicomTlsRemoteCertificateRequired": true,
         "DicomModalities": {"archive": {"AET": "HUISCLOS", "Host": "127.0.0.1", "Port": %d,
           "UseDicomTls": true, "AllowStorageCommitment": true}},
         "StorageDirectory": "%s/db", "IndexDirectory": "%s/db", "DicomAlwaysAllowStore": true}
        """
            .formatted(http, port, own, own, trusted, archive, folder, folder));
    Running running = started(List.of(Processes.peer("Orthanc"), config.toString()), folder, port);
    eventually(30, "Orthanc's HTTP listens", () -> listens(http));
    return new Orthanc(running, http);
  }

  /** Waits until something holds. */
  static void eventually(int seconds, String what, BooleanSupplier holds)
      throws InterruptedException {
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not within " + seconds + " s: " + what);
      }
      Thread.sleep(25);
    }
  }
}
