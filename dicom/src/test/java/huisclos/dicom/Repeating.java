package huisclos.dicom;

import java.io.IOException;
import java.io.InputStream;

/** The same bytes over and over, up to a length that no array could have; skips in no time. */
class Repeating extends InputStream {
  private final byte[] pattern;
  private final long length;
  private long at;

  Repeating(byte[] pattern, long length) {
    this.pattern = pattern;
    this.length = length;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int start, int count) throws IOException {
    if (at >= length) {
      return -1;
    }
    int step = (int) Math.min(count, length - at);
    for (int i = 0; i < step; i++) {
      target[start + i] = pattern[(int) ((at + i) % pattern.length)];
    }
    at += step;
    return step;
  }

  @Override
  public long skip(long count) {
    long step = Math.min(count, length - at);
    at += step;
    return step;
  }
}
