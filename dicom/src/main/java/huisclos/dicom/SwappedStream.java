package huisclos.dicom;

import java.io.IOException;
import java.io.InputStream;

/** Turns the byte order of numbers of one width; an incomplete last number passes as it is. */
public final class SwappedStream extends InputStream {
  private static final int BUFFER_BYTES = 8 << 10;

  private final InputStream in;
  private final int width;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int position;
  private int limit;

  /** A view of a stream that belongs to the caller; {@code width} is 2, 4 or 8. */
  public SwappedStream(InputStream in, int width) {
    this.in = in;
    this.width = width;
  }

  private boolean fill() throws IOException {
    if (position == limit) {
      position = 0;
      limit = in.readNBytes(buffer, 0, BUFFER_BYTES);
      ByteSwap.swap(buffer, limit, width);
    }
    return position < limit;
  }

  @Override
  public int read() throws IOException {
    return fill() ? buffer[position++] & 0xFF : -1;
  }

  @Override
  public int read(byte[] target, int start, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int step = Math.min(length, limit - position);
    System.arraycopy(buffer, position, target, start, step);
    position += step;
    return step;
  }
}
