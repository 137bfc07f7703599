package huisclos.app.bench;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * HTTP/1.1 over one connection that is kept, as lean as it can be, so that a server is measured and
 * not its client. Not thread-safe.
 */
final class WebClient implements AutoCloseable {
  private static final int BUFFER = 1 << 18;

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final String host;
  private final byte[] buffer = new byte[BUFFER];
  private long begun;
  private double firstByteMillis;

  WebClient(int port, Optional<SSLContext> tls) throws IOException {
    this.host = "localhost:" + port;
    Socket made =
        tls.isPresent()
            ? tls.get().getSocketFactory().createSocket("localhost", port)
            : new Socket("localhost", port);
    made.setTcpNoDelay(true);
    if (made instanceof SSLSocket secure) {
      secure.startHandshake();
    }
    this.socket = made;
    this.in = new BufferedInputStream(made.getInputStream(), BUFFER);
    this.out = made.getOutputStream();
  }

  /**
   * What came back.
   *
   * @param bytes of the body
   * @param start of the body, at most a few thousand bytes
   */
  record Reply(int status, long bytes, String start) {
    Reply orFail(String what) throws IOException {
      if (status != 200) {
        throw new IOException(what + " was answered " + status + ": " + start);
      }
      return this;
    }
  }

  Reply get(String path, String accept) throws IOException {
    return ask(
        "GET %s HTTP/1.1\r\nHost: %s\r\nAccept: %s\r\n\r\n".formatted(path, host, accept),
        new byte[0]);
  }

  Reply post(String path, String type, byte[] body) throws IOException {
    return ask(
        "POST %s HTTP/1.1\r\nHost: %s\r\nContent-Type: %s\r\nAccept: application/dicom+json\r\nContent-Length: %d\r\n\r\n"
            .formatted(path, host, type, body.length),
        body);
  }

  /** From the last request to the first byte of its body. */
  double firstByteMillis() {
    return firstByteMillis;
  }

  private Reply ask(String head, byte[] body) throws IOException {
    begun = System.nanoTime();
    out.write(head.getBytes(StandardCharsets.US_ASCII));
    out.write(body);
    out.flush();
    String status = line();
    long length = -1;
    boolean chunked = false;
    for (String header = line(); !header.isEmpty(); header = line()) {
      String lower = header.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Long.parseLong(lower.substring(15).strip());
      }
      chunked |= lower.startsWith("transfer-encoding:") && lower.contains("chunked");
    }
    firstByteMillis = 0;
    StringBuilder start = new StringBuilder();
    long bytes = chunked ? chunks(start) : length >= 0 ? plain(length, start) : toTheEnd(start);
    return new Reply(Integer.parseInt(status.split(" ", -1)[1]), bytes, start.toString());
  }

  private long chunks(StringBuilder start) throws IOException {
    long sum = 0;
    while (true) {
      long size = Long.parseLong(line().strip(), 16);
      sum += plain(size, start);
      line();
      if (size == 0) {
        return sum;
      }
    }
  }

  private long plain(long length, StringBuilder start) throws IOException {
    long left = length;
    while (left > 0) {
      int read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
      if (read < 0) {
        throw new EOFException("a response was cut off");
      }
      if (firstByteMillis == 0) {
        firstByteMillis = (System.nanoTime() - begun) / 1e6;
      }
      if (start.length() < 2_000) {
        start.append(new String(buffer, 0, Math.min(read, 2_000), StandardCharsets.ISO_8859_1));
      }
      left -= read;
    }
    return length;
  }

  /** A body that ends with its connection. */
  private long toTheEnd(StringBuilder start) throws IOException {
    long sum = 0;
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      if (firstByteMillis == 0) {
        firstByteMillis = (System.nanoTime() - begun) / 1e6;
        start.append(new String(buffer, 0, Math.min(read, 2_000), StandardCharsets.ISO_8859_1));
      }
      sum += read;
    }
    return sum;
  }

  private String line() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the server closed the connection");
      }
      if (c != '\r') {
        text.append((char) c);
      }
    }
    return text.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
