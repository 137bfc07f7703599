package huisclos.vault;

import com.google.crypto.tink.subtle.AesGcmHkdfStreaming;
import com.google.crypto.tink.subtle.StreamSegmentDecrypter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * The plaintext of sealed content from a position on. No byte is given out before its segment's tag
 * was verified; the end is given only where the last segment says so. Not thread-safe.
 */
final class UnsealingStream extends InputStream {
  private final SealedSource source;
  private final StreamSegmentDecrypter decrypter;
  private final Supplier<CorruptBlobException> whenBroken;
  private final long segments;
  private final ByteBuffer sealed = ByteBuffer.allocate(Segments.SEALED_BYTES);

  /** Made when it is first needed: whoever reads whole segments never does. */
  private ByteBuffer plain = ByteBuffer.allocate(0);

  private long next;
  private long skip;
  private boolean closed;

  /**
   * @param position first plaintext byte, 0 to the length
   * @param whenBroken makes what is thrown when a segment does not verify
   */
  UnsealingStream(
      SealedSource source,
      AesGcmHkdfStreaming cipher,
      byte[] associated,
      long position,
      Supplier<CorruptBlobException> whenBroken)
      throws IOException {
    this.source = source;
    this.whenBroken = whenBroken;
    this.segments = Segments.segments(source.length());
    // At the very end there is no segment left; the last one is still opened, to verify it.
    this.next = Math.min(Segments.segmentOf(position), segments - 1);
    this.skip = position - Segments.start(next);
    ByteBuffer header = ByteBuffer.allocate(Segments.HEADER_BYTES);
    source.read(header, 0);
    try {
      this.decrypter = cipher.newStreamSegmentDecrypter();
      this.decrypter.init(header.flip(), associated);
    } catch (GeneralSecurityException e) {
      throw whenBroken.get(); // The cipher's own exception adds nothing.
    }
  }

  @Override
  public int read() throws IOException {
    return fill() ? plain.get() & 0xFF : -1;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    Objects.checkFromIndexSize(from, length, into.length);
    if (length == 0) {
      return 0;
    }
    checkOpen();
    if (!plain.hasRemaining() && skip == 0 && length >= Segments.PLAIN_BYTES && next < segments) {
      // A whole segment goes straight to where it is wanted.
      ByteBuffer target = ByteBuffer.wrap(into, from, length).slice();
      unseal(target);
      if (target.position() > 0) {
        return target.position();
      }
    }
    if (!fill()) {
      return -1;
    }
    int n = Math.min(length, plain.remaining());
    plain.get(into, from, n);
    return n;
  }

  @Override
  public int available() {
    return plain.remaining();
  }

  @Override
  public void close() {
    closed = true;
    Arrays.fill(plain.array(), (byte) 0);
    plain.limit(0);
  }

  /** Makes at least one byte available, unless the content has ended. */
  private boolean fill() throws IOException {
    checkOpen();
    while (!plain.hasRemaining() && next < segments) {
      if (plain.capacity() == 0) {
        plain = ByteBuffer.allocate(Segments.PLAIN_BYTES);
      }
      unseal(plain.clear());
      plain.flip();
      int skipped = (int) Math.min(skip, plain.remaining());
      plain.position(skipped);
      skip = 0;
    }
    return plain.hasRemaining();
  }

  private void unseal(ByteBuffer into) throws IOException {
    long at = next * Segments.SEALED_BYTES;
    int length = (int) Math.min(Segments.SEALED_BYTES, source.length() - at);
    int header = next == 0 ? Segments.HEADER_BYTES : 0;
    sealed.clear().limit(length - header);
    if (source.read(sealed, at + header) != length - header) {
      throw whenBroken.get();
    }
    try {
      decrypter.decryptSegment(sealed.flip(), Math.toIntExact(next), next == segments - 1, into);
    } catch (GeneralSecurityException e) {
      throw whenBroken.get(); // The cipher's own exception adds nothing.
    }
    next++;
  }

  private void checkOpen() throws IOException {
    if (closed) {
      throw new IOException("stream closed");
    }
  }
}
