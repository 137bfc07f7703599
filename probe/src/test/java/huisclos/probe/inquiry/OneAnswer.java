package huisclos.probe.inquiry;

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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ServerSocketFactory;

/** A web server on loopback, with TLS or without: one answer for each path and connection. */
final class OneAnswer implements AutoCloseable {
  private final ServerSocket socket;
  private final Map<String, String> answers = new ConcurrentHashMap<>();
  final List<String> asked = new CopyOnWriteArrayList<>();

  OneAnswer(ServerSocketFactory factory) throws IOException {
    socket = factory.createServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return socket.getLocalPort();
  }

  OneAnswer on(String path, int status, String header, String body) {
    answers.put(
        path,
        "HTTP/1.1 %d so\r\n%s\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(status, header, body.length(), body));
    return this;
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
    try (one;
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(one.getInputStream(), StandardCharsets.ISO_8859_1));
        OutputStream out = one.getOutputStream()) {
      String path = String.valueOf(in.readLine()).replaceAll("^GET | HTTP/1.1$", "");
      asked.add(path);
      String line = in.readLine();
      while (line != null && !line.isEmpty()) {
        line = in.readLine();
      }
      String none = "HTTP/1.1 404 so\r\nContent-Length: 0\r\n\r\n";
      out.write(answers.getOrDefault(path, none).getBytes(StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      // The probe left, or took the certificate for a forged one.
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
