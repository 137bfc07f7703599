package huisclos.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Passes every byte that is read on to a sink. A sink that fails is an {@link SinkFailure}, so that
 * it is told from a source that fails.
 */
final class TeeStream extends InputStream {
  /** The sink could not take the bytes. */
  static final class SinkFailure extends IOException {
    private static final long serialVersionUID = 1;

    SinkFailure(IOException cause) {
      super("what was received could not be kept", cause);
    }
  }

  private final InputStream source;
  private final OutputStream sink;
  private byte @Nullable [] one;

  TeeStream(InputStream source, OutputStream sink) {
    this.source = source;
    this.sink = sink;
  }

  @Override
  public int read() throws IOException {
    byte[] single = one;
    if (single == null) {
      single = new byte[1];
      one = single;
    }
    return read(single, 0, 1) < 0 ? -1 : single[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int read = source.read(target, offset, length);
    if (read > 0) {
      try {
        sink.write(target, offset, read);
      } catch (IOException e) {
        throw new SinkFailure(e);
      }
    }
    return read;
  }

  /** Reads instead of skipping: the sink must see every byte. */
  @Override
  public long skip(long count) throws IOException {
    byte[] passed = new byte[(int) Math.min(Math.max(count, 1), 16_384)];
    long left = count;
    while (left > 0) {
      int read = read(passed, 0, (int) Math.min(left, passed.length));
      if (read < 0) {
        break;
      }
      left -= read;
    }
    return count - left;
  }
}
