package huisclos.dicom;

import java.io.IOException;
import java.io.InputStream;

/** One stream after another, skipping where they do. */
final class Joined extends InputStream {
  private final InputStream second;
  private InputStream current;
  private boolean last;

  Joined(InputStream first, InputStream second) {
    this.current = first;
    this.second = second;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int start, int length) throws IOException {
    int count = current.read(target, start, length);
    if (count >= 0 || last) {
      return count;
    }
    current = second;
    last = true;
    return current.read(target, start, length);
  }

  @Override
  public long skip(long count) throws IOException {
    return current.skip(count);
  }
}
