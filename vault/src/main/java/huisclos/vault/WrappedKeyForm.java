package huisclos.vault;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The key sealed by another that lies elsewhere.
 *
 * <p>File form, {@value #FILE_BYTES} bytes, big-endian: magic {@code HCWRAPK}, version 1 (one
 * byte), the sealed key's {@link SiteKey#id} (16), the key sealed with AES-256-GCM (60; associated
 * data: all that precedes), CRC-32C.
 */
record WrappedKeyForm(Path file, KeyWrapper wrapper) implements SiteKeyForm {
  static final int FILE_BYTES = 8 + Ids.BYTES + Gcm.WRAPPED_BYTES + 4;

  private static final int HEAD_BYTES = 8 + Ids.BYTES;
  private static final byte[] MAGIC = "HCWRAPK\u0001".getBytes(StandardCharsets.ISO_8859_1);

  @Override
  public byte[] seal(SiteKey key) throws IOException {
    ByteBuffer out = ByteBuffer.allocate(FILE_BYTES).put(MAGIC).put(key.idBytes());
    out.put(wrapper.wrap(key.raw(), Arrays.copyOf(out.array(), HEAD_BYTES)));
    return out.putInt(Checksum.of(out.array(), 0, out.position())).array();
  }

  @Override
  public SiteKey open(Path from) throws IOException {
    byte[] content = read(from);
    byte[] raw =
        wrapper.unwrap(
            Arrays.copyOfRange(content, HEAD_BYTES, HEAD_BYTES + Gcm.WRAPPED_BYTES),
            Arrays.copyOf(content, HEAD_BYTES));
    try {
      SiteKey key = SiteKey.dangerouslyImport(raw);
      if (!Arrays.equals(content, 8, HEAD_BYTES, key.idBytes(), 0, Ids.BYTES)) {
        throw new CorruptKeyFileException("the sealed site key is not the one that it names");
      }
      return key;
    } finally {
      Arrays.fill(raw, (byte) 0);
    }
  }

  /** Whether a file of this form seals this key, told without opening it. */
  static boolean seals(Path from, SiteKey key) throws IOException {
    return Arrays.equals(read(from), 8, HEAD_BYTES, key.idBytes(), 0, Ids.BYTES);
  }

  private static byte[] read(Path from) throws IOException {
    byte[] content = SmallFiles.read(Disk.real(), from, FILE_BYTES, "the sealed site key");
    if (!Arrays.equals(content, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw new CorruptKeyFileException("the sealed site key is of another kind or version");
    }
    if (ByteBuffer.wrap(content).getInt(FILE_BYTES - 4)
        != Checksum.of(content, 0, FILE_BYTES - 4)) {
      throw new CorruptKeyFileException("the sealed site key is damaged");
    }
    return content;
  }
}
