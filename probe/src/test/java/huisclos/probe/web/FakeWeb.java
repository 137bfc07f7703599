package huisclos.probe.web;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A web server on loopback that answers as it is told, and remembers what it was asked. */
final class FakeWeb implements AutoCloseable {
  /** Answers a request whose head was read. */
  interface Handler {
    void answer(String target, Map<String, String> headers, OutputStream out)
        throws IOException, InterruptedException;
  }

  private final ServerSocket socket;
  private final Map<String, Handler> paths = new ConcurrentHashMap<>();
  private volatile Handler otherwise = (_, _, out) -> write(out, 404, "text/html", "no");
  final List<String> asked = new CopyOnWriteArrayList<>();
  final List<Map<String, String>> heads = new CopyOnWriteArrayList<>();

  FakeWeb() {
    try {
      socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return socket.getLocalPort();
  }

  /** By path and query, else by path alone. */
  FakeWeb on(String path, Handler handler) {
    paths.put(path, handler);
    return this;
  }

  FakeWeb on(String path, int status, String type, String body) {
    return on(path, (_, _, out) -> write(out, status, type, body));
  }

  FakeWeb otherwise(Handler handler) {
    otherwise = handler;
    return this;
  }

  static void write(OutputStream out, int status, String type, String body) throws IOException {
    head(out, status, "Content-Type: " + type, "Content-Length: " + body.length());
    out.write(body.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  static void head(OutputStream out, int status, String... lines) throws IOException {
    String head = "HTTP/1.1 " + status + " so\r\n" + String.join("\r\n", lines) + "\r\n\r\n";
    out.write(head.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket one = socket.accept();
        Thread.ofVirtual().start(() -> serve(one));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket one) {
    try (one) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(one.getInputStream(), StandardCharsets.ISO_8859_1));
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String method = line.substring(0, line.indexOf(' '));
        String target = line.substring(method.length() + 1, line.lastIndexOf(' '));
        String path = target.substring(0, (target + "?").indexOf('?'));
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String header = in.readLine(); !header.isEmpty(); header = in.readLine()) {
          headers.put(
              header.substring(0, header.indexOf(':')), header.substring(header.indexOf(':') + 2));
        }
        in.skip(Integer.parseInt(headers.getOrDefault("Content-Length", "0")));
        asked.add(method + " " + target);
        heads.add(headers);
        Handler handler = paths.getOrDefault(target, paths.getOrDefault(path, otherwise));
        handler.answer(target, headers, one.getOutputStream());
      }
    } catch (IOException e) {
      // The probe left.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
