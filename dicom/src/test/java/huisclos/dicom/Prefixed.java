package huisclos.dicom;

import java.io.IOException;
import java.io.InputStream;

/** Some bytes, then a stream; skips wherever the stream does. */
final class Prefixed extends InputStream {
  private final byte[] prefix;
  private final InputStream rest;
  private int at;

  Prefixed(byte[] prefix, InputStream rest) {
    this.prefix = prefix;
    this.rest = rest;
  }

  @Override
  public int read() throws IOException {
    return at < prefix.length ? prefix[at++] & 0xFF : rest.read();
  }

  @Override
  public int read(byte[] target, int start, int length) throws IOException {
    if (at == prefix.length) {
      return rest.read(target, start, length);
    }
    int step = Math.min(length, prefix.length - at);
    System.arraycopy(prefix, at, target, start, step);
    at += step;
    return step;
  }

  @Override
  public long skip(long count) throws IOException {
    if (at == prefix.length) {
      return rest.skip(count);
    }
    int step = (int) Math.min(count, prefix.length - at);
    at += step;
    return step;
  }
}
