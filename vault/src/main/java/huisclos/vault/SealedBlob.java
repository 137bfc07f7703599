package huisclos.vault;

import com.google.crypto.tink.subtle.AesGcmHkdfStreaming;
import huisclos.vault.CorruptBlobException.Part;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A stored object, its head verified and its key unwrapped. Holds no file open, so there is nothing
 * to close. Thread-safe; each stream it gives is not.
 */
public final class SealedBlob {
  private static final int VERIFY_BUFFER_BYTES = 1 << 17;

  private final ContainerReads reads;
  private final BlobAddress address;
  private final BlobHead head;
  private final AesGcmHkdfStreaming cipher;
  private final byte[] descriptorKey;

  SealedBlob(ContainerReads reads, BlobAddress address, BlobHead head, byte[] objectKey) {
    this.reads = reads;
    this.address = address;
    this.head = head;
    this.cipher = Segments.cipher(objectKey);
    this.descriptorKey = descriptorKey(objectKey);
  }

  /** Where it lies. */
  public BlobAddress address() {
    return address;
  }

  /** Length of the plaintext, bytes. */
  public long length() {
    return Segments.plainLength(head.contentLength());
  }

  /**
   * What the object is.
   *
   * @throws CorruptBlobException when the descriptor does not verify
   */
  public BlobDescriptor descriptor() throws IOException {
    byte[] sealed = new byte[head.descriptorLength()];
    long at = address.offset() + BlobHead.BYTES + head.contentLength();
    if (reads.read(address.container(), ByteBuffer.wrap(sealed), at) != sealed.length) {
      throw new CorruptBlobException(Part.DESCRIPTOR, address);
    }
    try {
      return BlobDescriptor.decode(Gcm.open(descriptorKey, sealed, head.associated()));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new CorruptBlobException(Part.DESCRIPTOR, address);
    }
  }

  /** The plaintext from its start. */
  public InputStream read() throws IOException {
    return read(0);
  }

  /**
   * The plaintext from a position on; costs one segment (64 KiB) wherever it starts. Each byte was
   * verified before it is given out; a damaged segment ends the stream with {@link
   * CorruptBlobException}.
   *
   * @throws IllegalArgumentException for a position below 0 or beyond the length
   */
  public InputStream read(long offset) throws IOException {
    if (offset < 0 || offset > length()) {
      throw new IllegalArgumentException("offset outside the object");
    }
    return new UnsealingStream(
        new Content(),
        cipher,
        head.associated(),
        offset,
        () -> new CorruptBlobException(Part.CONTENT, address));
  }

  /**
   * Reads all of it and compares length and SHA-256 with the descriptor: what a scrub does.
   *
   * @throws CorruptBlobException when any part is damaged
   */
  public void verify() throws IOException {
    BlobDescriptor descriptor = descriptor();
    MessageDigest sha256;
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is not available", e);
    }
    long length = 0;
    byte[] buffer = new byte[VERIFY_BUFFER_BYTES];
    try (InputStream in = read()) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        sha256.update(buffer, 0, n);
        length += n;
      }
    }
    if (length != descriptor.length()
        || !HexFormat.of().formatHex(sha256.digest()).equals(descriptor.sha256())) {
      throw new CorruptBlobException(Part.DIGEST, address);
    }
  }

  static byte[] descriptorKey(byte[] objectKey) {
    return Gcm.derive(objectKey, "huisclos descriptor v1", new byte[0], Gcm.KEY_BYTES);
  }

  private final class Content implements SealedSource {
    @Override
    public long length() {
      return head.contentLength();
    }

    @Override
    public int read(ByteBuffer into, long position) throws IOException {
      return reads.read(address.container(), into, address.offset() + BlobHead.BYTES + position);
    }
  }
}
