package huisclos.vault;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.Set;

/**
 * A key in a file of its own, for sealed files outside an archive's home (the probe's results). It
 * has nothing to do with a {@link SiteKey} and opens no archive.
 *
 * <p>File form, {@value #FILE_BYTES} bytes, big-endian: magic {@code HCFILEK}, version 1 (one
 * byte), key (32), CRC-32C of what precedes; 0600. Keys of purposes follow by HKDF-SHA-256 (RFC
 * 5869). Thread-safe until {@link #close}.
 */
public final class FileKey implements AutoCloseable {
  static final int FILE_BYTES = 8 + Gcm.KEY_BYTES + 4;

  private static final byte[] MAGIC = "HCFILEK\u0001".getBytes(StandardCharsets.ISO_8859_1);
  private static final Set<PosixFilePermission> OWNER =
      Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private final byte[] key;

  private FileKey(byte[] key) {
    this.key = key;
  }

  /** Reads the key, or makes it where there is none yet. The folder must exist. */
  public static FileKey loadOrCreate(Path file) throws IOException {
    if (!Files.exists(file)) {
      FileKey made = new FileKey(Gcm.newKey());
      byte[] content = made.encode();
      try {
        SmallFiles.create(Disk.real(), file, content);
        return made;
      } catch (FileAlreadyExistsException _) {
        made.close(); // Somebody else was quicker: theirs counts.
      } finally {
        Arrays.fill(content, (byte) 0);
      }
    }
    return load(file);
  }

  /**
   * Reads the key.
   *
   * @throws CorruptKeyFileException when it is damaged, of another kind, or open to others
   */
  public static FileKey load(Path file) throws IOException {
    if (!OWNER.containsAll(Files.getPosixFilePermissions(file))) {
      throw new CorruptKeyFileException("the key file is open to others: chmod 600 it");
    }
    byte[] content = SmallFiles.read(Disk.real(), file, FILE_BYTES, "the key file");
    try {
      if (!Arrays.equals(content, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
        throw new CorruptKeyFileException("the key file is of another kind or version");
      }
      int sum = ByteBuffer.wrap(content).getInt(FILE_BYTES - 4);
      if (sum != Checksum.of(content, 0, FILE_BYTES - 4)) {
        throw new CorruptKeyFileException("the key file is damaged");
      }
      return new FileKey(Arrays.copyOfRange(content, MAGIC.length, MAGIC.length + Gcm.KEY_BYTES));
    } finally {
      Arrays.fill(content, (byte) 0);
    }
  }

  /** Seals values under the key of a purpose, such as {@code probe findings v1}. */
  public ColumnSealer sealer(String purpose) {
    return new ColumnSealer(Gcm.derive(key, "huisclos file key " + purpose, new byte[0], 32));
  }

  /**
   * A name for a value that only who has this key can work out, the same each time for the same
   * purpose and value.
   *
   * @param bytes its length, 1 to 32
   */
  public byte[] pseudonym(String purpose, byte[] value, int bytes) {
    return Gcm.derive(key, "huisclos file key pseudonym " + purpose, value, bytes);
  }

  private byte[] encode() {
    ByteBuffer out = ByteBuffer.allocate(FILE_BYTES).put(MAGIC).put(key);
    out.putInt(Checksum.of(out.array(), 0, out.position()));
    return out.array();
  }

  /** Zeroes the key. Sealers given out before go on working. */
  @Override
  public void close() {
    Arrays.fill(key, (byte) 0);
  }
}
