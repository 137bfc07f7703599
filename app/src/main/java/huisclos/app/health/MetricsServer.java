package huisclos.app.health;

import huisclos.app.home.LocalSocket;
import huisclos.app.home.Site;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * {@code HOME/metrics.sock}, 0600: {@code GET /health} (200 or 503 with reasons) and {@code GET
 * /metrics} over HTTP/1.0, one request a connection. No network listener: what scrapes over a
 * network brings its own door.
 */
public final class MetricsServer implements AutoCloseable {
  private static final int MAX_REQUEST_BYTES = 8_192;
  private static final int MAX_CONNECTIONS = 4;
  private static final long PATIENCE_MILLIS = 5_000;

  private final Site site;
  private final Metrics metrics;
  private final LocalSocket socket;

  private MetricsServer(Site site) throws IOException {
    this.site = site;
    this.metrics = new Metrics(site);
    this.socket =
        LocalSocket.open("metrics", site.home().metricsSocket(), MAX_CONNECTIONS, this::serve);
  }

  /** Starts to answer; the caller holds the home's lock. */
  public static MetricsServer start(Site site) throws IOException {
    return new MetricsServer(site);
  }

  private void serve(SocketChannel channel) throws IOException {
    Thread patience = Thread.ofVirtual().start(() -> hangUp(channel));
    try {
      ByteBuffer answer = ByteBuffer.wrap(answer(requestLine(channel)));
      while (answer.hasRemaining()) {
        channel.write(answer);
      }
    } finally {
      patience.interrupt();
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
    socket.close();
  }
}
