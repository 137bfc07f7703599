package huisclos.vault;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * The head of an entry in a container, {@value #BYTES} bytes, big-endian: magic {@code HCB1} (4),
 * format version (2), kind of the wrapping key (2: 1 study, 2 quarantine), vault id (16), object id
 * (16), id of the wrapping key (16), wrapped object key (60), length of the sealed content (8),
 * length of the sealed descriptor (4), zeros (12), CRC-32C of what precedes (4).
 *
 * <p>After it come the sealed content, the sealed descriptor, and a tail of {@value #TAIL_BYTES}
 * bytes: magic {@code HCBE} (4), CRC-32C of content and descriptor (4), length of the whole entry
 * (8).
 */
record BlobHead(
    VaultId vault,
    ObjectId object,
    BlobKeyId keyId,
    WrappedKey wrapped,
    long contentLength,
    int descriptorLength) {
  static final int BYTES = 144;
  static final int TAIL_BYTES = 16;
  static final int MAGIC = 0x48434231;
  static final int TAIL_MAGIC = 0x48434245;
  static final short FORMAT_VERSION = 1;

  /** Shortest sealed content: that of an empty object. */
  static final long MIN_CONTENT_BYTES = Segments.sealedLength(0);

  private static final int MIN_DESCRIPTOR_BYTES = Gcm.OVERHEAD;
  private static final int MAX_DESCRIPTOR_BYTES = Gcm.OVERHEAD + BlobDescriptor.MAX_BYTES;
  private static final short STUDY = 1;
  private static final short QUARANTINE = 2;

  /** Length of the whole entry, bytes. */
  long entryLength() {
    return BYTES + contentLength + descriptorLength + TAIL_BYTES;
  }

  /** Whether its wrapped key was overwritten: zeros, which no sealing gives. */
  boolean shredded() {
    return Arrays.equals(wrapped.bytes(), new byte[WrappedKey.BYTES]);
  }

  /** The same without its key. */
  BlobHead withoutKey() {
    WrappedKey zeros = new WrappedKey(new byte[WrappedKey.BYTES]);
    return new BlobHead(vault, object, keyId, zeros, contentLength, descriptorLength);
  }

  /**
   * The head of an entry whose own is unreadable, without a key. Where the content ends and the
   * descriptor begins is not known and need not be: nobody can open either.
   */
  static BlobHead withoutKey(VaultId vault, BlobAddress address) {
    long content = address.length() - BYTES - TAIL_BYTES - MIN_DESCRIPTOR_BYTES;
    return new BlobHead(
        vault,
        address.object(),
        StudyKeyId.of(new byte[Ids.BYTES]),
        new WrappedKey(new byte[WrappedKey.BYTES]),
        content,
        MIN_DESCRIPTOR_BYTES);
  }

  /** Format version, vault id, object id: the associated data of all that is sealed for it. */
  static byte[] associated(VaultId vault, ObjectId object) {
    return ByteBuffer.allocate(2 + 2 * Ids.BYTES)
        .putShort(FORMAT_VERSION)
        .put(vault.bytes())
        .put(object.bytes())
        .array();
  }

  byte[] associated() {
    return associated(vault, object);
  }

  byte[] encode() {
    ByteBuffer out = ByteBuffer.allocate(BYTES);
    out.putInt(MAGIC).putShort(FORMAT_VERSION);
    out.putShort(
        switch (keyId) {
          case StudyKeyId _ -> STUDY;
          case QuarantineKeyId _ -> QUARANTINE;
        });
    out.put(vault.bytes()).put(object.bytes()).put(keyId.bytes()).put(wrapped.bytes());
    out.putLong(contentLength).putInt(descriptorLength);
    out.putInt(BYTES - 4, Checksum.of(out.array(), 0, BYTES - 4));
    return out.array();
  }

  byte[] encodeTail(int checksum) {
    return ByteBuffer.allocate(TAIL_BYTES)
        .putInt(TAIL_MAGIC)
        .putInt(checksum)
        .putLong(entryLength())
        .array();
  }

  /** Reads a head; empty when its magic, version, checksum or lengths are wrong. */
  static Optional<BlobHead> decode(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    if (bytes.length != BYTES
        || in.getInt() != MAGIC
        || in.getShort() != FORMAT_VERSION
        || in.getInt(BYTES - 4) != Checksum.of(bytes, 0, BYTES - 4)) {
      return Optional.empty();
    }
    short kind = in.getShort();
    VaultId vault = VaultId.of(Ids.read(in));
    ObjectId object = ObjectId.of(Ids.read(in));
    byte[] keyId = Ids.read(in);
    WrappedKey wrapped = WrappedKey.read(in);
    long content = in.getLong();
    int descriptor = in.getInt();
    if ((kind != STUDY && kind != QUARANTINE)
        || content < MIN_CONTENT_BYTES
        || content > Segments.MAX_SEALED_BYTES
        || descriptor < MIN_DESCRIPTOR_BYTES
        || descriptor > MAX_DESCRIPTOR_BYTES) {
      return Optional.empty();
    }
    BlobKeyId key = kind == STUDY ? StudyKeyId.of(keyId) : QuarantineKeyId.of(keyId);
    return Optional.of(new BlobHead(vault, object, key, wrapped, content, descriptor));
  }
}
