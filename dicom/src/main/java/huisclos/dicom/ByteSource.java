package huisclos.dicom;

import java.io.IOException;
import java.io.InputStream;

/**
 * A buffered stream that counts its bytes and lets the reader look ahead by a few of them.
 *
 * <p>It never reads more than {@link Limits#READ_AHEAD_BYTES} beyond what was asked for, and never
 * waits for more bytes than it needs. By default every byte goes through {@code read} of the
 * underlying stream, so that a wrapper there sees them all; a seekable source may use {@code skip}.
 */
final class ByteSource extends InputStream {
  private final InputStream in;
  private final byte[] buffer;
  private final boolean seekable;
  private int position;
  private int limit;

  /** Offset in the stream of the buffer's first byte. */
  private long base;

  ByteSource(InputStream in, boolean seekable) {
    this(in, seekable, 0);
  }

  /** A source whose first byte counts as this offset. */
  ByteSource(InputStream in, boolean seekable, long offset) {
    this.in = in;
    this.buffer = new byte[Limits.READ_AHEAD_BYTES];
    this.seekable = seekable;
    this.base = offset;
  }

  /** This stream itself when it is one, so that nothing is buffered twice. */
  static ByteSource of(InputStream in, boolean seekable) {
    return in instanceof ByteSource source ? source : new ByteSource(in, seekable);
  }

  boolean seekable() {
    return seekable;
  }

  /** Offset of the next byte. */
  long offset() {
    return base + position;
  }

  /** Makes the next {@code count} bytes available to look at, or returns false at the end. */
  boolean ensure(int count) throws IOException {
    if (limit - position >= count) {
      return true;
    }
    if (position == limit || position + count > buffer.length) {
      System.arraycopy(buffer, position, buffer, 0, limit - position);
      base += position;
      limit -= position;
      position = 0;
    }
    while (limit - position < count) {
      int read = in.read(buffer, limit, buffer.length - limit);
      if (read < 0) {
        return false;
      }
      limit += read;
    }
    return true;
  }

  /** How many bytes are in the buffer. */
  int buffered() {
    return limit - position;
  }

  /** A byte ahead that {@link #ensure} made available. */
  int peek(int ahead) {
    return buffer[position + ahead] & 0xFF;
  }

  int peek16(int ahead, boolean bigEndian) {
    int i = position + ahead;
    return bigEndian
        ? ((buffer[i] & 0xFF) << 8) | (buffer[i + 1] & 0xFF)
        : ((buffer[i + 1] & 0xFF) << 8) | (buffer[i] & 0xFF);
  }

  int peek32(int ahead, boolean bigEndian) {
    int first = peek16(ahead, bigEndian);
    int second = peek16(ahead + 2, bigEndian);
    return bigEndian ? (first << 16) | second : (second << 16) | first;
  }

  int peekTag(int ahead, boolean bigEndian) {
    return (peek16(ahead, bigEndian) << 16) | peek16(ahead + 2, bigEndian);
  }

  /** Drops bytes that {@link #ensure} made available. */
  void advance(int count) {
    position += count;
  }

  /** Passes over bytes and returns how many there were: less than asked for only at the end. */
  long pass(long count) throws IOException {
    long left = count;
    while (left > 0) {
      if (position == limit) {
        if (seekable && left > buffer.length) {
          left -= seek(left - 1);
        }
        if (!ensure(1)) {
          break;
        }
      }
      int step = (int) Math.min(left, limit - position);
      position += step;
      left -= step;
    }
    return count - left;
  }

  /**
   * Lets the stream skip, the buffer being empty. At least one byte of a value is always read
   * afterwards: a file skips beyond its end without a word.
   */
  private long seek(long count) throws IOException {
    long skipped = in.skip(count);
    base += limit + skipped;
    position = 0;
    limit = 0;
    return skipped;
  }

  @Override
  public int read() throws IOException {
    return ensure(1) ? buffer[position++] & 0xFF : -1;
  }

  @Override
  public int read(byte[] target, int start, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (position == limit) {
      if (length >= buffer.length) {
        int read = in.read(target, start, length);
        if (read > 0) {
          base += limit + read;
          position = 0;
          limit = 0;
        }
        return read;
      }
      if (!ensure(1)) {
        return -1;
      }
    }
    int step = Math.min(length, limit - position);
    System.arraycopy(buffer, position, target, start, step);
    position += step;
    return step;
  }

  @Override
  public int available() throws IOException {
    return limit - position + in.available();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
