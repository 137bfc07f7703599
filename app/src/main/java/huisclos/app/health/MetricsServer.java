package huisclos.app.health;

import huisclos.app.home.Site;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code HOME/metrics.sock}, 0600: {@code GET /health} (200 or 503 with reasons) and {@code GET
 * /metrics} over HTTP/1.0, one request a connection. No network listener: what scrapes over a
 * network brings its own door.
 */
public final class MetricsServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MetricsServer.class);
  private static final int MAX_REQUEST_BYTES = 8_192;
  private static final int MAX_CONNECTIONS = 4;
  private static final long PATIENCE_MILLIS = 5_000;
  private static final long PAUSE_MILLIS = 100;

  private final Site site;
  private final Metrics metrics;
  private final ServerSocketChannel listener;
  private final Path socket;
  private final Semaphore permits = new Semaphore(MAX_CONNECTIONS);

  private MetricsServer(Site site, ServerSocketChannel listener, Path socket) {
    this.site = site;
    this.metrics = new Metrics(site);
    this.listener = listener;
    this.socket = socket;
  }

  /** Starts to answer; the caller holds the home's lock. */
  public static MetricsServer start(Site site) throws IOException {
    Path path = site.home().metricsSocket();
    Files.deleteIfExists(path);
    ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    listener.bind(UnixDomainSocketAddress.of(path));
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
    MetricsServer server = new MetricsServer(site, listener, path);
    Thread.ofVirtual().name("metrics").start(server::accept);
    return server;
  }

  private void accept() {
    while (listener.isOpen()) {
      try {
        permits.acquire();
        SocketChannel channel = listener.accept();
        Thread.ofVirtual().name("metrics-reader").start(() -> serve(channel));
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        permits.release();
        LOG.warn("the metrics socket failed to accept: {}", e.getClass().getSimpleName());
        pause();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void serve(SocketChannel channel) {
    Thread patience = Thread.ofVirtual().start(() -> hangUp(channel));
    try (channel) {
      ByteBuffer answer = ByteBuffer.wrap(answer(requestLine(channel)));
      while (answer.hasRemaining()) {
        channel.write(answer);
      }
    } catch (IOException | RuntimeException e) {
      LOG.debug("a reader of metrics went away: {}", e.getClass().getSimpleName());
    } finally {
      patience.interrupt();
      permits.release();
    }
  }

  private static void hangUp(SocketChannel channel) {
    try {
      Thread.sleep(PATIENCE_MILLIS);
      channel.close();
    } catch (InterruptedException | IOException e) {
      return; // It was answered in time.
    }
  }

  private static String requestLine(SocketChannel channel) throws IOException {
    ByteBuffer request = ByteBuffer.allocate(MAX_REQUEST_BYTES);
    while (request.hasRemaining() && channel.read(request) >= 0) {
      String text = new String(request.array(), 0, request.position(), StandardCharsets.ISO_8859_1);
      if (text.contains("\r\n\r\n") || text.contains("\n\n")) {
        return text.lines().findFirst().orElse("");
      }
    }
    return "";
  }

  private byte[] answer(String request) throws IOException {
    String[] words = request.split(" ", -1);
    if (words.length < 2 || !words[0].equals("GET")) {
      return http("400 Bad Request", "text/plain", "GET only\n".getBytes(StandardCharsets.UTF_8));
    }
    return switch (words[1]) {
      case "/health" -> {
        Health health = Health.of(site);
        String text = health.good() ? "ok\n" : String.join("\n", health.reasons()) + "\n";
        yield http(
            health.good() ? "200 OK" : "503 Service Unavailable",
            "text/plain; charset=utf-8",
            text.getBytes(StandardCharsets.UTF_8));
      }
      case "/metrics" -> http("200 OK", "text/plain; version=0.0.4; charset=utf-8", metrics.text());
      default ->
          http(
              "404 Not Found",
              "text/plain",
              "/health or /metrics\n".getBytes(StandardCharsets.UTF_8));
    };
  }

  private static byte[] http(String status, String type, byte[] body) {
    byte[] head =
        ("HTTP/1.0 "
                + status
                + "\r\nContent-Type: "
                + type
                + "\r\nContent-Length: "
                + body.length
                + "\r\nConnection: close\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(head.length + body.length).put(head).put(body).array();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    Files.deleteIfExists(socket);
  }
}
