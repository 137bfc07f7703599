package huisclos.vault;

import com.google.crypto.tink.subtle.Random;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * {@code keys/site.recovery}: the site key sealed by a recovery phrase.
 *
 * <p>File form, {@value #FILE_BYTES} bytes, big-endian: magic {@code HCRECOV}, version 1 (one
 * byte), the sealed key's {@link SiteKey#id} (16), salt (16), the key sealed with AES-256-GCM (60;
 * associated data: all that precedes), CRC-32C. The sealing key is Argon2id (RFC 9106) of the
 * phrase: 64 MiB, three passes, one lane; version 1 means exactly that. Each opening takes 64 MiB
 * of memory and about half a second.
 */
public final class SiteRecovery {
  static final int FILE_BYTES = 8 + Ids.BYTES + SiteRecovery.SALT_BYTES + Gcm.WRAPPED_BYTES + 4;

  private static final int SALT_BYTES = 16;
  private static final int HEAD_BYTES = 8 + Ids.BYTES + SALT_BYTES;
  private static final int MEMORY_KIB = 64 * 1024;
  private static final int PASSES = 3;
  private static final byte[] MAGIC = "HCRECOV\u0001".getBytes(StandardCharsets.ISO_8859_1);

  /** What a rehearsal shows. */
  public enum Rehearsal {
    /** The phrase gives back exactly the key in use. */
    OPENS_THIS_KEY,
    /** The phrase is right for the file, but the file holds a retired key. */
    OPENS_ANOTHER_KEY,
    /** Another phrase sealed this file. */
    WRONG_PHRASE
  }

  private SiteRecovery() {}

  /** Seals the key by the phrase, in place of an earlier recovery file. */
  public static void seal(SiteKey key, RecoveryPhrase phrase, Path file) throws IOException {
    byte[] salt = Random.randBytes(SALT_BYTES);
    ByteBuffer out = ByteBuffer.allocate(FILE_BYTES).put(MAGIC).put(key.idBytes()).put(salt);
    byte[] head = Arrays.copyOf(out.array(), HEAD_BYTES);
    byte[] sealing = stretch(phrase, salt);
    try {
      out.put(Gcm.seal(sealing, key.raw(), head));
    } finally {
      Arrays.fill(sealing, (byte) 0);
    }
    out.putInt(Checksum.of(out.array(), 0, out.position()));
    SmallFiles.replace(Disk.real(), file, out.array());
  }

  /**
   * The site key a phrase seals.
   *
   * @throws CorruptKeyFileException when the file is damaged or the phrase is another one
   */
  public static SiteKey rebuild(Path file, RecoveryPhrase phrase) throws IOException {
    byte[] content = read(file);
    byte[] head = Arrays.copyOf(content, HEAD_BYTES);
    byte[] salt = Arrays.copyOfRange(content, 8 + Ids.BYTES, HEAD_BYTES);
    byte[] sealing = stretch(phrase, salt);
    byte[] raw = {};
    try {
      raw =
          Gcm.open(
              sealing,
              Arrays.copyOfRange(content, HEAD_BYTES, HEAD_BYTES + Gcm.WRAPPED_BYTES),
              head);
      return SiteKey.dangerouslyImport(raw);
    } catch (GeneralSecurityException e) {
      throw new CorruptKeyFileException("the recovery phrase does not open the recovery file");
    } finally {
      Arrays.fill(sealing, (byte) 0);
      Arrays.fill(raw, (byte) 0);
    }
  }

  /**
   * Tries a phrase without changing anything.
   *
   * @throws CorruptKeyFileException when the file is damaged
   */
  public static Rehearsal rehearse(Path file, RecoveryPhrase phrase, SiteKey inUse)
      throws IOException {
    read(file); // Damage is not to be reported as a wrong phrase.
    try (SiteKey rebuilt = rebuild(file, phrase)) {
      return rebuilt.id().equals(inUse.id())
          ? Rehearsal.OPENS_THIS_KEY
          : Rehearsal.OPENS_ANOTHER_KEY;
    } catch (CorruptKeyFileException e) {
      return Rehearsal.WRONG_PHRASE;
    }
  }

  /** Whether the file seals the key in use, told without the phrase. */
  public static boolean covers(Path file, SiteKey inUse) throws IOException {
    byte[] content = read(file);
    return Arrays.equals(content, 8, 8 + Ids.BYTES, inUse.idBytes(), 0, Ids.BYTES);
  }

  /**
   * The {@link SiteKey#id} of the key that the file seals.
   *
   * @throws CorruptKeyFileException when the file is damaged
   */
  public static String keyId(Path file) throws IOException {
    return HexFormat.of().formatHex(read(file), 8, 8 + Ids.BYTES);
  }

  private static byte[] read(Path file) throws IOException {
    byte[] content = SmallFiles.read(Disk.real(), file, FILE_BYTES, "the recovery file");
    if (!Arrays.equals(content, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw new CorruptKeyFileException("the recovery file is of another kind or version");
    }
    int sum = ByteBuffer.wrap(content).getInt(FILE_BYTES - 4);
    if (sum != Checksum.of(content, 0, FILE_BYTES - 4)) {
      throw new CorruptKeyFileException("the recovery file is damaged");
    }
    return content;
  }

  private static byte[] stretch(RecoveryPhrase phrase, byte[] salt) {
    Argon2BytesGenerator argon2 = new Argon2BytesGenerator();
    argon2.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(MEMORY_KIB)
            .withIterations(PASSES)
            .withParallelism(1)
            .withSalt(salt)
            .build());
    byte[] secret = phrase.secret();
    byte[] key = new byte[Gcm.KEY_BYTES];
    try {
      argon2.generateBytes(secret, key);
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
    return key;
  }
}
