package huisclos.vault;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Overwrites the wrapped keys of entries in one container. Used once, by one thread. */
final class Shredding {
  private final DiskFile file;
  private final VaultId vault;

  Shredding(DiskFile file, VaultId vault) {
    this.file = file;
    this.vault = vault;
  }

  /**
   * Writes the entry's head without its key. A head that a crash tore on the first attempt is made
   * anew from the address.
   *
   * @throws CorruptBlobException when another entry lies there: nothing is written then
   */
  void overwrite(BlobAddress address) throws IOException {
    if (address.offset() + address.length() > file.size()) {
      throw new CorruptBlobException(CorruptBlobException.Part.IDENTITY, address);
    }
    byte[] bytes = new byte[BlobHead.BYTES];
    file.read(ByteBuffer.wrap(bytes), address.offset());
    BlobHead head =
        BlobHead.decode(bytes)
            .map(BlobHead::withoutKey)
            .orElseGet(() -> BlobHead.withoutKey(vault, address));
    if (!head.object().equals(address.object()) || head.entryLength() != address.length()) {
      throw new CorruptBlobException(CorruptBlobException.Part.IDENTITY, address);
    }
    file.write(ByteBuffer.wrap(head.encode()), address.offset());
  }
}
