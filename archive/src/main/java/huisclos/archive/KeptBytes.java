package huisclos.archive;

import huisclos.vault.SealedBlob;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one instance as they are kept, read from wherever they are wanted; made by {@link
 * Archive#kept} alone. Each byte was verified by its seal before it is given out, and the seal is
 * bound to this object; the hash of the whole isn't looked at. Thread-safe; its streams are not.
 */
public final class KeptBytes {
  private final SealedBlob blob;

  KeptBytes(SealedBlob blob) {
    this.blob = blob;
  }

  /** How many there are. */
  public long length() {
    return blob.length();
  }

  /**
   * The bytes from a position on; costs no more than a segment (64 KiB) wherever it is. To skip in
   * the stream costs no more either.
   *
   * @param offset 0 to the length
   */
  public InputStream from(long offset) throws IOException {
    return new Seekable(offset);
  }

  /** A stream whose long skips read nothing. */
  private final class Seekable extends InputStream {
    /** A skip within what is likely unsealed already is read. */
    private static final long SHORT = 32 << 10;

    private long at;
    private @Nullable InputStream in;

    Seekable(long offset) throws IOException {
      this.at = offset;
      this.in = blob.read(offset);
    }

    private InputStream in() throws IOException {
      InputStream now = in;
      if (now == null) {
        now = blob.read(at);
        in = now;
      }
      return now;
    }

    @Override
    public int read() throws IOException {
      int one = in().read();
      at += one < 0 ? 0 : 1;
      return one;
    }

    @Override
    public int read(byte[] target, int start, int length) throws IOException {
      int n = in().read(target, start, length);
      at += Math.max(0, n);
      return n;
    }

    @Override
    public long skip(long count) throws IOException {
      if (count <= SHORT) {
        long skipped = in().skip(count);
        at += skipped;
        return skipped;
      }
      long step = Math.min(count, blob.length() - at);
      in().close();
      in = null; // Nothing is unsealed before something is read.
      at += step;
      return step;
    }

    @Override
    public void close() throws IOException {
      InputStream now = in;
      if (now != null) {
        now.close();
      }
    }
  }
}
