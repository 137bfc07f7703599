package huisclos.archive;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Fails at its end unless it was as long as, and had the SHA-256 that, the index says. */
final class VerifiedStream extends FilterInputStream {
  private final MessageDigest digest;
  private final String sha256;
  private final long length;
  private long read;

  VerifiedStream(InputStream in, long length, String sha256) {
    super(in);
    this.length = length;
    this.sha256 = sha256;
    try {
      this.digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int count) throws IOException {
    if (count == 0) {
      return 0;
    }
    int n = in.read(target, offset, count);
    if (n > 0) {
      digest.update(target, offset, n);
      read += n;
    }
    if (n < 0 || read == length) {
      verify();
    }
    return n;
  }

  /** Looks as soon as the last byte was read: many readers never ask for the end. */
  private void verify() throws IOException {
    MessageDigest whole;
    try {
      whole = (MessageDigest) digest.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("every Java platform's SHA-256 can be copied", e);
    }
    if (read != length || !HexFormat.of().formatHex(whole.digest()).equals(sha256)) {
      throw new ArchiveException("an object is not what the index says of it");
    }
  }

  @Override
  public long skip(long count) throws IOException {
    throw new IOException("a verified stream is read, not skipped");
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
