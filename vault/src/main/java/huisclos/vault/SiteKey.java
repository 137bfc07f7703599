package huisclos.vault;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;

/**
 * The key at the top: it wraps every patient record's key and the home key. Whoever has it and the
 * home can read everything; without it (and without the recovery phrase) all is lost.
 *
 * <p>File form, {@value #FILE_BYTES} bytes, big-endian: magic {@code HCSITEK}, version 1 (one
 * byte), key (32), CRC-32C of what precedes. Thread-safe until {@link #close}.
 */
public final class SiteKey implements AutoCloseable {
  static final int FILE_BYTES = 8 + Gcm.KEY_BYTES + 4;

  private static final byte[] MAGIC = "HCSITEK\u0001".getBytes(StandardCharsets.ISO_8859_1);
  private static final Set<PosixFilePermission> NEVER =
      Set.of(
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE,
          PosixFilePermission.OTHERS_EXECUTE);

  private final byte[] key;

  private SiteKey(byte[] key) {
    this.key = key;
  }

  /** A fresh random key, held in memory only. */
  public static SiteKey generate() {
    return new SiteKey(Gcm.newKey());
  }

  /** Takes a key from elsewhere (a key service, a hardware token). The array is copied. */
  public static SiteKey dangerouslyImport(byte[] raw) {
    if (raw.length != Gcm.KEY_BYTES) {
      throw new IllegalArgumentException("a site key is 32 bytes");
    }
    return new SiteKey(raw.clone());
  }

  /**
   * Reads a key file.
   *
   * @throws CorruptKeyFileException when it is damaged, of another version, or readable by others
   *     than its owner (its group may read it, as credential stores arrange)
   */
  public static SiteKey load(Path file) throws IOException {
    if (Files.getPosixFilePermissions(file).stream().anyMatch(NEVER::contains)) {
      throw new CorruptKeyFileException("the site key file is open to others: chmod 600 it");
    }
    return read(Disk.real(), file);
  }

  /**
   * Writes the key to a new file, 0600, durably.
   *
   * @throws java.nio.file.FileAlreadyExistsException when the file exists: a site key is never
   *     overwritten by accident
   */
  public void save(Path file) throws IOException {
    byte[] content = encode();
    try {
      SmallFiles.create(Disk.real(), file, content);
    } finally {
      Arrays.fill(content, (byte) 0);
    }
  }

  /**
   * A name of this key that gives nothing of it away: 32 hexadecimal digits. The key ring and the
   * recovery file carry it, so that a wrong key is told from a damaged file.
   */
  public String id() {
    return HexFormat.of().formatHex(idBytes());
  }

  /** The raw 32 bytes. Only for handing the key to another keeper; zero the array after use. */
  public byte[] dangerouslyExport() {
    return key.clone();
  }

  /** Zeroes the key; it can't be used any more. */
  @Override
  public void close() {
    Arrays.fill(key, (byte) 0);
  }

  /** Shows the key's {@link #id}. */
  @Override
  public String toString() {
    return "SiteKey[" + id() + "]";
  }

  byte[] idBytes() {
    return Gcm.derive(key, "huisclos site key id v1", new byte[0], Ids.BYTES);
  }

  /** The key itself, not a copy; stays within this package. */
  byte[] raw() {
    return key;
  }

  byte[] encode() {
    ByteBuffer out = ByteBuffer.allocate(FILE_BYTES).put(MAGIC).put(key);
    out.putInt(Checksum.of(out.array(), 0, out.position()));
    return out.array();
  }

  static SiteKey read(Disk disk, Path file) throws IOException {
    byte[] content = SmallFiles.read(disk, file, FILE_BYTES, "the site key file");
    try {
      if (!Arrays.equals(content, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
        throw new CorruptKeyFileException("the site key file is of another kind or version");
      }
      int sum = ByteBuffer.wrap(content).getInt(FILE_BYTES - 4);
      if (sum != Checksum.of(content, 0, FILE_BYTES - 4)) {
        throw new CorruptKeyFileException("the site key file is damaged");
      }
      return new SiteKey(Arrays.copyOfRange(content, MAGIC.length, MAGIC.length + Gcm.KEY_BYTES));
    } finally {
      Arrays.fill(content, (byte) 0);
    }
  }
}
