package huisclos.gate;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * People's passwords: Argon2id (RFC 9106; 64 MiB, three passes, one lane), sealed by the house so
 * that a stolen index alone gives nothing to guess at.
 *
 * <p>Sealed content: version 1 (one byte), salt (16), hash (32); context: the person's name. Each
 * check costs 64 MiB and about half a second, so {@value #AT_ONCE} run at once and the others wait.
 * Thread-safe.
 */
final class Passwords {
  /** Shortest password that is taken, bytes. */
  static final int MIN_BYTES = 8;

  /** Longest password looked at, bytes. */
  static final int MAX_BYTES = 1024;

  private static final int PASSES = 3;
  private static final int AT_ONCE = 2;
  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;
  private static final int MEMORY_KIB = 64 * 1024;
  private static final byte VERSION = 1;
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final byte[] NOBODYS_SALT = new byte[SALT_BYTES];

  private final KeyProtector protector;
  private final int memoryKib;
  private final Semaphore permits = new Semaphore(AT_ONCE);

  Passwords(KeyProtector protector) {
    this(protector, MEMORY_KIB);
  }

  /** With less memory: for tests of what comes after a password. */
  Passwords(KeyProtector protector, int memoryKib) {
    this.protector = protector;
    this.memoryKib = memoryKib;
  }

  /** What is kept of a new password. */
  byte[] seal(String name, byte[] password) {
    byte[] salt = new byte[SALT_BYTES];
    RANDOM.nextBytes(salt);
    byte[] plain = new byte[1 + SALT_BYTES + HASH_BYTES];
    plain[0] = VERSION;
    System.arraycopy(salt, 0, plain, 1, SALT_BYTES);
    System.arraycopy(stretch(password, salt), 0, plain, 1 + SALT_BYTES, HASH_BYTES);
    try {
      return protector.seal(plain, context(name));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("nothing can be sealed", e);
    }
  }

  /**
   * Whether this is the password. Takes as long when there is none to compare with, so that the
   * time doesn't tell who is known.
   */
  boolean matches(String name, byte[] password, Optional<byte[]> sealed) {
    if (password.length > MAX_BYTES) {
      return false;
    }
    if (sealed.isEmpty()) {
      byte[] unused = stretch(password, NOBODYS_SALT);
      Arrays.fill(unused, (byte) 0);
      return false;
    }
    try {
      byte[] plain = protector.open(sealed.get(), context(name));
      if (plain.length != 1 + SALT_BYTES + HASH_BYTES || plain[0] != VERSION) {
        return false;
      }
      byte[] hash = stretch(password, Arrays.copyOfRange(plain, 1, 1 + SALT_BYTES));
      return MessageDigest.isEqual(hash, Arrays.copyOfRange(plain, 1 + SALT_BYTES, plain.length));
    } catch (GeneralSecurityException e) {
      return false; // Of another name or another house.
    }
  }

  private byte[] stretch(byte[] password, byte[] salt) {
    permits.acquireUninterruptibly();
    try {
      Argon2BytesGenerator argon2 = new Argon2BytesGenerator();
      argon2.init(
          new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
              .withVersion(Argon2Parameters.ARGON2_VERSION_13)
              .withMemoryAsKB(memoryKib)
              .withIterations(PASSES)
              .withParallelism(1)
              .withSalt(salt)
              .build());
      byte[] hash = new byte[HASH_BYTES];
      argon2.generateBytes(password, hash);
      return hash;
    } finally {
      permits.release();
    }
  }

  private static byte[] context(String name) {
    return ("password " + name).getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }
}
