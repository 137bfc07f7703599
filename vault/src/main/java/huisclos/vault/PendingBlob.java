package huisclos.vault;

import com.google.crypto.tink.subtle.AesGcmHkdfStreaming;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * An object being stored: plaintext goes into {@link #sink}, sealed as it comes under a random key;
 * after the sink is closed it waits for {@link Vault#commit} or {@link Vault#quarantine}.
 *
 * <p>Sealed bytes wait in memory ({@link Vault#IN_MEMORY_LIMIT} and budget), then in {@code
 * HOME/tmp}; plaintext never leaves memory. Close it in any case: that gives memory and file back
 * unless the commit took them. Not thread-safe.
 */
public final class PendingBlob implements AutoCloseable {
  private enum State {
    OPEN,
    COMMITTED,
    RELEASED
  }

  private final VaultId vault;
  private final ObjectId object = ObjectId.random();
  private final byte[] key = Gcm.newKey();
  private final AesGcmHkdfStreaming cipher = Segments.cipher(key);
  private final MessageDigest sha256;
  private final SealedBody body;
  private final SealingStream sink;
  private String digest = "";
  private State state = State.OPEN;

  PendingBlob(VaultId vault, Disk disk, Path tmp, SealedMemory memory, long inMemory) {
    this.vault = vault;
    this.body = new SealedBody(disk, tmp.resolve(Vault.SPILL_PREFIX + object), memory, inMemory);
    try {
      this.sha256 = MessageDigest.getInstance("SHA-256");
      this.sink =
          new SealingStream(
              cipher.newStreamSegmentEncrypter(BlobHead.associated(vault, object)), sha256, body);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is not available", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM is not available", e);
    }
  }

  /** The object's id, part of its address. */
  public ObjectId object() {
    return object;
  }

  /**
   * Takes the plaintext; closing it ends the object. Writes of 64 KiB and more are sealed without a
   * copy in between.
   */
  public OutputStream sink() {
    return sink;
  }

  /** Plaintext taken so far, bytes. */
  public long length() {
    return sink.plainLength();
  }

  /**
   * SHA-256 of the plaintext, 64 lower-case hexadecimal digits.
   *
   * @throws IllegalStateException before the sink is closed
   */
  public String sha256() {
    checkWhole();
    if (digest.isEmpty()) {
      digest = HexFormat.of().formatHex(sha256.digest());
    }
    return digest;
  }

  /** The descriptor of this object: the given UIDs with its length and SHA-256. */
  public BlobDescriptor describe(
      String studyUid,
      String seriesUid,
      String sopInstanceUid,
      String sopClassUid,
      String transferSyntaxUid) {
    return new BlobDescriptor(
        studyUid, seriesUid, sopInstanceUid, sopClassUid, transferSyntaxUid, length(), sha256());
  }

  /**
   * Reads the plaintext back, from its start, as often as needed until the commit.
   *
   * @throws IllegalStateException before the sink is closed, and after the commit or the end
   */
  public InputStream read() throws IOException {
    checkWhole();
    return new UnsealingStream(
        body,
        cipher,
        BlobHead.associated(vault, object),
        0,
        () -> new CorruptBlobException(CorruptBlobException.Part.CONTENT, object));
  }

  /** Ends the object unless it was committed: memory, file and key are gone. */
  public void abort() {
    if (state == State.OPEN) {
      state = State.RELEASED;
      sink.abandon();
      release();
    }
  }

  /** The same as {@link #abort}. */
  @Override
  public void close() {
    abort();
  }

  void checkWhole() {
    if (state != State.OPEN) {
      throw new IllegalStateException("the object was committed or given up");
    }
    if (!sink.whole()) {
      throw new IllegalStateException("close the sink first");
    }
  }

  boolean belongsTo(VaultId other) {
    return vault.equals(other);
  }

  SealedBody body() {
    return body;
  }

  /** The object key, not a copy. */
  byte[] key() {
    return key;
  }

  void committed() {
    state = State.COMMITTED;
    release();
  }

  private void release() {
    Arrays.fill(key, (byte) 0);
    try {
      body.release();
    } catch (IOException _) {
      // A spill file that could not be removed is unreadable (its key is gone) and goes when the
      // home is opened next.
    }
  }
}
