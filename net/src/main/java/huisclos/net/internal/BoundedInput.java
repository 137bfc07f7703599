package huisclos.net.internal;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.IntPredicate;

/**
 * Ends with an error where more bytes come than may, or than there is memory for. Of one thread.
 */
final class BoundedInput extends FilterInputStream {
  /** More came than may. */
  static final class TooLong extends IOException {
    private static final long serialVersionUID = 1L;

    TooLong() {
      super("identifier longer than its limit");
    }
  }

  private long left;
  private final IntPredicate room;

  /**
   * @param room takes the memory for so many bytes, if there is any
   */
  BoundedInput(InputStream in, long limit, IntPredicate room) {
    super(in);
    this.left = limit;
    this.room = room;
  }

  private int count(int read) throws IOException {
    if (read > 0) {
      left -= read;
      if (left < 0 || !room.test(read)) {
        throw new TooLong();
      }
    }
    return read;
  }

  @Override
  public int read() throws IOException {
    int value = super.read();
    if (value >= 0) {
      count(1);
    }
    return value;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    return count(super.read(target, offset, length));
  }

  @Override
  public long skip(long count) throws IOException {
    long skipped = super.skip(count);
    left -= skipped;
    if (left < 0) {
      throw new TooLong();
    }
    return skipped;
  }
}
