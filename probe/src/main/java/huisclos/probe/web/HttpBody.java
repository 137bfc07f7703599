package huisclos.probe.web;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * A body as it is framed, read no further than {@link #most}. One thread.
 *
 * <p>The end of the stream is the body's end or the bound; {@link #whole} tells which.
 */
final class HttpBody extends InputStream {
  private static final int MAX_CHUNK_LINE = 256;
  private static final int MAX_TRAILERS = 32;
  private static final int MAX_TRAILER = 1024;

  private enum Framing {
    SIZED,
    CHUNKED,
    UNTIL_CLOSED
  }

  private final WebIn in;
  private final Framing framing;
  private long left;
  private boolean begun;
  private boolean ended;
  private long most = Long.MAX_VALUE;
  private long taken;
  private boolean broke;

  private HttpBody(WebIn in, Framing framing, long left) {
    this.in = in;
    this.framing = framing;
    this.left = left;
    this.ended = framing == Framing.SIZED && left == 0;
  }

  static HttpBody sized(WebIn in, long length) {
    return new HttpBody(in, Framing.SIZED, length);
  }

  static HttpBody chunked(WebIn in) {
    return new HttpBody(in, Framing.CHUNKED, 0);
  }

  static HttpBody untilClosed(WebIn in) {
    return new HttpBody(in, Framing.UNTIL_CLOSED, Long.MAX_VALUE);
  }

  /** Reads at most so many bytes altogether. */
  HttpBody most(long bytes) {
    most = bytes;
    return this;
  }

  /** Whether it was read to its own end. */
  boolean whole() {
    return ended;
  }

  /** Whether a read of it failed. */
  boolean broke() {
    return broke;
  }

  /** Whether another answer can follow on the connection. */
  boolean connectionIsFree() {
    return ended && framing != Framing.UNTIL_CLOSED;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    try {
      return length == 0 ? 0 : some(target, offset, length);
    } catch (IOException e) {
      broke = true;
      throw e;
    }
  }

  private int some(byte[] target, int offset, int length) throws IOException {
    if (ended || taken >= most || (framing == Framing.CHUNKED && left == 0 && !nextChunk())) {
      return -1;
    }
    int read = in.read(target, offset, (int) Math.min(Math.min(length, left), most - taken));
    if (read < 0) {
      if (framing == Framing.UNTIL_CLOSED) {
        ended = true;
        return -1;
      }
      throw new EOFException("the connection ended within a body");
    }
    taken += read;
    left -= framing == Framing.UNTIL_CLOSED ? 0 : read;
    ended = framing == Framing.SIZED && left == 0;
    if (framing == Framing.CHUNKED && left == 0) {
      // The last chunk is read along, so that a body that ends at the bound counts as whole.
      nextChunk();
    }
    return read;
  }

  private boolean nextChunk() throws IOException {
    if (begun && !in.line(MAX_CHUNK_LINE).isEmpty()) {
      throw new NotHttpException();
    }
    begun = true;
    String size = in.line(MAX_CHUNK_LINE);
    int semicolon = size.indexOf(';');
    String digits = (semicolon < 0 ? size : size.substring(0, semicolon)).strip();
    if (!digits.matches("[0-9A-Fa-f]{1,15}")) {
      throw new NotHttpException();
    }
    left = Long.parseLong(digits, 16);
    if (left > 0) {
      return true;
    }
    for (int i = 0; i < MAX_TRAILERS; i++) {
      if (in.line(MAX_TRAILER).isEmpty()) {
        ended = true;
        return false;
      }
    }
    throw new NotHttpException();
  }
}
