package huisclos.desk.web;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Response;

/**
 * A response's body. Small pieces are gathered, large ones go on as they are, without a copy; the
 * last piece of a body whose length is known goes out together with the end. Of one thread.
 *
 * <p>A body that is shorter or longer than it was said to be is a failure, not an end. One that
 * isn't closed never ends well: its connection (of HTTP/2, its stream) is cut off.
 */
final class ResponseStream extends OutputStream {
  /** Gathered before it goes out. */
  private static final int GATHERED = 64 * 1024;

  /** A larger piece goes on alone where nothing is gathered. */
  private static final int LARGE = 8 * 1024;

  /** What goes out at once, at most; by this the pace is measured. */
  private static final int PIECE = 1 << 20;

  private final Response response;
  private final Pace pace;
  private final long length;
  private final boolean discard;
  private byte[] gathered = new byte[0];
  private int count;
  private long total;
  private boolean ended;

  /**
   * @param length of the body; -1 where it isn't known
   * @param discard for {@code HEAD}: what is written is left out
   */
  ResponseStream(Response response, long length, boolean discard, Pace pace) {
    this.response = response;
    this.length = length;
    this.discard = discard;
    this.pace = pace;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] b, int off, int len) throws IOException {
    total += len;
    if (discard) {
      return;
    }
    if (ended || (length >= 0 && total > length)) {
      throw new IOException("a body longer than it was said to be");
    }
    if (len >= LARGE || count + len > GATHERED) {
      if (count > 0) {
        send(false, gathered, 0, count);
        count = 0;
      }
    }
    if (len >= LARGE) {
      boolean last = total == length;
      for (int at = 0; at < len; at += PIECE) {
        int n = Math.min(PIECE, len - at);
        send(last && at + n == len, b, off + at, n);
      }
    } else {
      gather(b, off, len);
    }
  }

  private void gather(byte[] b, int off, int len) {
    if (gathered.length < count + len) {
      long all = length < 0 ? GATHERED : Math.min(GATHERED, length);
      byte[] larger = new byte[(int) Math.max(all, count + len)];
      System.arraycopy(gathered, 0, larger, 0, count);
      gathered = larger;
    }
    System.arraycopy(b, off, gathered, count, len);
    count += len;
  }

  @Override
  public void flush() throws IOException {
    if (!ended && !discard && count > 0) {
      send(false, gathered, 0, count);
      count = 0;
    }
  }

  private void send(boolean last, byte[] b, int off, int len) throws IOException {
    ended = last;
    pace.begin(len);
    try {
      Content.Sink.write(response, last, ByteBuffer.wrap(b, off, len));
    } finally {
      pace.end(len);
    }
  }

  @Override
  public void close() throws IOException {
    if (ended) {
      return;
    }
    if (!discard && length >= 0 && total != length) {
      throw new IOException("a body shorter than it was said to be");
    }
    send(true, gathered, 0, count);
  }

  /** Whether the response is complete. */
  boolean ended() {
    return ended;
  }
}
