package huisclos.vault;

import huisclos.vault.CorruptBlobException.Part;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;

/** Opens objects of one store: head verified, object key unwrapped. Thread-safe. */
final class BlobOpener {
  private final KeyRing ring;
  private final ContainerReads reads;

  BlobOpener(KeyRing ring, ContainerReads reads) {
    this.ring = ring;
    this.reads = reads;
  }

  SealedBlob open(BlobAddress address, BlobKeyId key) throws IOException {
    BlobHead head = head(address);
    if (!head.keyId().equals(key)) {
      throw new CorruptBlobException(Part.IDENTITY, address);
    }
    byte[] wrapping = ring.wrappingKey(key);
    byte[] objectKey = {};
    try {
      objectKey = Gcm.open(wrapping, head.wrapped().bytes(), head.associated());
      return new SealedBlob(reads, address, head, objectKey);
    } catch (GeneralSecurityException e) {
      throw new CorruptBlobException(Part.KEY, address);
    } finally {
      Arrays.fill(wrapping, (byte) 0);
      Arrays.fill(objectKey, (byte) 0);
    }
  }

  /** The head at an address, after it proved to be the one the address means. */
  BlobHead head(BlobAddress address) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(BlobHead.BYTES);
    reads.read(address.container(), bytes, address.offset());
    BlobHead head =
        BlobHead.decode(bytes.array())
            .orElseThrow(() -> new CorruptBlobException(Part.HEAD, address));
    if (!head.vault().equals(ring.vault()) || !head.object().equals(address.object())) {
      throw new CorruptBlobException(Part.IDENTITY, address);
    }
    if (head.entryLength() != address.length()) {
      throw new CorruptBlobException(Part.HEAD, address);
    }
    return head;
  }

  /** Closes a container that is about to be removed. */
  void forget(long container) throws IOException {
    reads.forget(container);
  }

  void close() throws IOException {
    reads.close();
  }
}
