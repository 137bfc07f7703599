package huisclos.app.bench;

import huisclos.gate.ClientIdentity;
import huisclos.testkit.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/** A DICOMweb server of a run, ours or Orthanc with its plug-in, as processes of their own. */
final class WebPeer implements AutoCloseable {
  private static final String PLUGIN = "/usr/share/orthanc/plugins/libOrthancDicomWeb.so";
  private static final int PATIENCE_SECONDS = 60;

  /** What is measured. */
  enum Kind {
    ORTHANC("Orthanc, clear text"),
    ORTHANC_TLS("Orthanc behind nginx, TLS"),
    OURS("Huisclos, all on");

    final String label;

    Kind(String label) {
      this.label = label;
    }

    boolean installed() {
      return switch (this) {
        case OURS -> true;
        case ORTHANC -> Bench.installed("Orthanc") && Files.exists(Path.of(PLUGIN));
        case ORTHANC_TLS -> ORTHANC.installed() && Bench.installed("nginx");
      };
    }
  }

  final Kind kind;
  private final int port;
  private final BenchGround ground;
  private final List<Process> processes = new ArrayList<>();

  private WebPeer(Kind kind, BenchGround ground, int port) {
    this.kind = kind;
    this.ground = ground;
    this.port = port;
  }

  /** Starts it, and returns once it has answered. */
  static WebPeer start(Kind kind, BenchGround ground) throws IOException, InterruptedException {
    WebPeer peer = new WebPeer(kind, ground, Ports.free());
    try {
      switch (kind) {
        case ORTHANC -> peer.orthanc(peer.port);
        case ORTHANC_TLS -> {
          int behind = Ports.free();
          peer.orthanc(behind);
          peer.nginx(behind);
        }
        case OURS -> {
          List<String> all = new ArrayList<>(ground.program());
          all.addAll(List.of("serve", "--home", ground.home().toString()));
          all.addAll(List.of("--dicom-port", "0", "--https-port", Integer.toString(peer.port)));
          peer.begin(all);
        }
      }
      peer.await();
      return peer;
    } catch (IOException | InterruptedException e) {
      peer.close();
      throw e;
    }
  }

  private void begin(List<String> command) throws IOException {
    List<String> all = new ArrayList<>(ground.priority());
    all.addAll(command);
    processes.add(ground.begin(all, "web-" + kind));
  }

  private void orthanc(int at) throws IOException {
    Path db = Files.createDirectories(ground.folder().resolve("web-" + kind));
    Path config = ground.folder().resolve("web-" + kind + ".json");
    Files.writeString(
        config,
        """
        {"HttpServerEnabled": true, "HttpPort": %d, "RemoteAccessAllowed": false,
         "AuthenticationEnabled": false, "DicomServerEnabled": false, "KeepAlive": true,
         "Plugins": ["%s"], "DicomWeb": {"Enable": true, "Root": "/dicom-web/"},
         "StorageDirectory": "%s", "IndexDirectory": "%s"}
        """
            .formatted(at, PLUGIN, db, db));
    begin(List.of("Orthanc", config.toString()));
  }

  private void nginx(int behind) throws IOException {
    Path identity = ground.identity(BenchGround.SINK);
    Path at = Files.createDirectories(ground.folder().resolve("nginx"));
    Path config = at.resolve("nginx.conf");
    Files.writeString(
        config,
        """
        daemon off; master_process on; worker_processes 2; pid %1$s/pid; error_log %1$s/error.log;
        events { worker_connections 256; }
        http {
          access_log off; client_max_body_size 0; client_body_temp_path %1$s; proxy_temp_path %1$s;
          fastcgi_temp_path %1$s; uwsgi_temp_path %1$s; scgi_temp_path %1$s;
          upstream orthanc { server 127.0.0.1:%2$d; keepalive 8; }
          server {
            listen 127.0.0.1:%3$d ssl; ssl_protocols TLSv1.3; keepalive_requests 1000000;
            ssl_certificate %4$s.cert.pem; ssl_certificate_key %4$s.key.pem;
            location / {
              proxy_pass http://orthanc; proxy_http_version 1.1; proxy_set_header Connection "";
              proxy_set_header Host $host; proxy_request_buffering off; proxy_buffers 64 64k;
              proxy_buffer_size 64k; proxy_busy_buffers_size 256k; proxy_max_temp_file_size 0;
            }
          }
        }
        """
            .formatted(at, behind, port, identity));
    begin(List.of("nginx", "-c", config.toString(), "-p", at.toString()));
  }

  private void await() throws IOException, InterruptedException {
    long begun = System.nanoTime();
    while (true) {
      try (WebClient client = connect()) {
        if (client.get("/dicom-web/studies?limit=1", "application/dicom+json").status() < 500) {
          return;
        }
      } catch (IOException e) {
        if (processes.stream().anyMatch(process -> !process.isAlive())) {
          throw new IOException(kind + " ended\n" + ground.log("web-" + kind), e);
        }
      }
      if (System.nanoTime() - begun > PATIENCE_SECONDS * 1_000_000_000L) {
        throw new IOException(kind + " did not answer\n" + ground.log("web-" + kind));
      }
      Thread.sleep(20);
    }
  }

  /** A connection that is open and has done its handshake. */
  WebClient connect() throws IOException {
    Path identity = ground.identity(BenchGround.CLIENT);
    Optional<SSLContext> tls =
        switch (kind) {
          case ORTHANC -> Optional.empty();
          case ORTHANC_TLS -> Optional.of(PeerTls.of(identity));
          case OURS -> Optional.of(ClientIdentity.load(identity).context());
        };
    return new WebClient(port, tls);
  }

  @Override
  public void close() {
    for (Process process : processes) {
      process.destroy();
    }
    try {
      for (Process process : processes) {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
      }
    } catch (InterruptedException e) {
      processes.forEach(Process::destroyForcibly);
      Thread.currentThread().interrupt();
    }
  }
}
