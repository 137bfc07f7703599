package huisclos.desk.web;

import java.io.IOException;
import java.io.InputStream;

/** A request's body: so many bytes at most, and not too slowly. Of one thread. */
final class BodyStream extends InputStream {
  /** The body is longer than its route allows. */
  static final class TooLong extends IOException {
    private static final long serialVersionUID = 1L;

    TooLong() {
      super("the body is longer than allowed");
    }
  }

  /** The body came too slowly. */
  static final class TooSlow extends IOException {
    private static final long serialVersionUID = 1L;

    TooSlow() {
      super("the body came too slowly");
    }
  }

  /** The body breaks off, or its chunks are none: the peer's doing, no failure of ours. */
  static final class Broken extends IOException {
    private static final long serialVersionUID = 1L;

    Broken(IOException cause) {
      super("the body breaks off", cause);
    }
  }

  private final InputStream in;
  private final Pace pace;
  private long left;

  BodyStream(InputStream in, long most, Pace pace) {
    this.in = in;
    this.left = most;
    this.pace = pace;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] b, int off, int len) throws IOException {
    if (len == 0) {
      return 0;
    }
    int n = -1;
    pace.begin(len);
    try {
      n = in.read(b, off, len);
    } catch (IOException e) {
      throw new Broken(e);
    } finally {
      pace.end(Math.max(0, n));
    }
    if (pace.tooSlow()) {
      throw new TooSlow();
    }
    if (n > left) {
      left = 0;
      throw new TooLong();
    }
    left -= Math.max(0, n);
    return n;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  @Override
  public int available() throws IOException {
    return in.available();
  }
}
