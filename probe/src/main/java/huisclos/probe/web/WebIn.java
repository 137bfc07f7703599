package huisclos.probe.web;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** A buffer before a connection that can be wiped. One thread. */
final class WebIn extends InputStream {
  private static final int BUFFER = 8192;

  private final InputStream source;
  private final byte[] buffer = new byte[BUFFER];
  private int at;
  private int end;

  WebIn(InputStream source) {
    this.source = source;
  }

  @Override
  public int read() throws IOException {
    return at < end || fill() ? buffer[at++] & 0xFF : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (at == end && !fill()) {
      return -1;
    }
    int some = Math.min(length, end - at);
    System.arraycopy(buffer, at, target, offset, some);
    at += some;
    return some;
  }

  /** The next byte, left where it is. */
  int peek() throws IOException {
    return at < end || fill() ? buffer[at] & 0xFF : -1;
  }

  /** A line without its end. */
  String line(int most) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = read(); c != '\n'; c = read()) {
      if (c < 0) {
        throw new EOFException("the connection ended within a line");
      }
      if (line.length() >= most) {
        throw new NotHttpException();
      }
      line.append((char) c);
    }
    int length = line.length();
    return length > 0 && line.charAt(length - 1) == '\r'
        ? line.substring(0, length - 1)
        : line.toString();
  }

  void wipe() {
    Arrays.fill(buffer, (byte) 0);
    at = 0;
    end = 0;
  }

  private boolean fill() throws IOException {
    at = 0;
    end = Math.max(0, source.read(buffer, 0, buffer.length));
    return end > 0;
  }
}
