package huisclos.vault;

import com.google.crypto.tink.subtle.StreamSegmentEncrypter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Objects;

/**
 * Plaintext in, sealed segments out, digest on the way: one pass from the caller's buffer to sealed
 * memory; only what does not fill a segment is copied in between. Not thread-safe.
 */
final class SealingStream extends OutputStream {
  private final StreamSegmentEncrypter encrypter;
  private final MessageDigest sha256;
  private final SealedBody body;
  private final byte[] waiting = new byte[Segments.PLAIN_BYTES];
  private int held;
  private long segment;
  private long length;
  private boolean closed;
  private boolean failed;

  SealingStream(StreamSegmentEncrypter encrypter, MessageDigest sha256, SealedBody body) {
    this.encrypter = encrypter;
    this.sha256 = sha256;
    this.body = body;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] from, int offset, int count) throws IOException {
    Objects.checkFromIndexSize(offset, count, from.length);
    if (closed) {
      throw new IOException("the object is already sealed");
    }
    sha256.update(from, offset, count);
    length += count;
    int at = offset;
    int end = offset + count;
    while (at < end) {
      int capacity = Segments.capacity(segment);
      if (held == capacity) { // More follows, so this one isn't the last.
        seal(ByteBuffer.wrap(waiting, 0, held), false);
        held = 0;
      } else if (held == 0 && end - at > capacity) {
        seal(ByteBuffer.wrap(from, at, capacity), false);
        at += capacity;
      } else {
        int n = Math.min(capacity - held, end - at);
        System.arraycopy(from, at, waiting, held, n);
        held += n;
        at += n;
      }
    }
  }

  /** Seals the last segment; the object is whole after that. */
  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try {
      if (failed) {
        throw new IOException("the object was not sealed whole");
      }
      seal(ByteBuffer.wrap(waiting, 0, held), true);
      body.forceIfLong();
    } catch (IOException e) {
      failed = true;
      throw e;
    } finally {
      Arrays.fill(waiting, (byte) 0);
    }
  }

  /** Stops without sealing the rest. */
  void abandon() {
    closed = true;
    failed = true;
    Arrays.fill(waiting, (byte) 0);
  }

  boolean whole() {
    return closed && !failed;
  }

  long plainLength() {
    return length;
  }

  private void seal(ByteBuffer plain, boolean last) throws IOException {
    if (segment == Segments.MAX_SEALED_BYTES / Segments.SEALED_BYTES) {
      failed = true;
      throw new IOException("the object is longer than the format holds");
    }
    failed = true; // Until this segment is in its place.
    byte[] piece = body.nextPiece();
    ByteBuffer sealed = ByteBuffer.wrap(piece);
    if (segment == 0) {
      sealed.put(encrypter.getHeader());
    }
    try {
      encrypter.encryptSegment(plain, last, sealed);
    } catch (GeneralSecurityException e) {
      throw new IOException("AES-GCM failed", e);
    }
    body.append(piece, sealed.position());
    segment++;
    failed = false;
  }
}
