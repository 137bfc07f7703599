package huisclos.vault;

import com.google.crypto.tink.subtle.AesGcmHkdfStreaming;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.util.Arrays;

/**
 * Seals what a backup holds beside objects and key ring, which are sealed already: index, settings,
 * the authority's keys, the trail, the list of it all.
 *
 * <p>Its key is derived from the home key, so it outlives rotations of the site key, and whoever
 * has the ring and the site key (or the recovery phrase) has it. A stream is sealed in segments of
 * 1 MiB with AES-256-GCM (Tink's AES-GCM-HKDF streaming form) under a key of its own, and bound to
 * the vault and to the name it is kept under: none can be cut short, altered or put in another's
 * place. Thread-safe.
 */
public final class BackupSealer implements AutoCloseable {
  private static final int SEGMENT_BYTES = 1 << 20;
  private static final String LABEL = "huisclos backup v1";

  private final VaultId vault;
  private final byte[] key;

  private BackupSealer(VaultId vault, byte[] key) {
    this.vault = vault;
    this.key = key;
  }

  static BackupSealer of(VaultId vault, byte[] homeKey) {
    return new BackupSealer(vault, Gcm.derive(homeKey, LABEL, vault.bytes(), Gcm.KEY_BYTES));
  }

  /**
   * The sealer of the vault that this key ring is of: reads the ring's header only.
   *
   * @throws SiteKeyMismatchException when another site key wraps the ring
   * @throws CorruptRingException when the header is damaged
   */
  public static BackupSealer open(Path ring, SiteKey siteKey) throws IOException {
    RingHeader header;
    try (DiskFile file = Disk.real().open(ring)) {
      header = new RingReplay(file).header();
    }
    if (!header.wrappedBy(siteKey)) {
      throw new SiteKeyMismatchException(siteKey.id(), header.siteKeyIdHex());
    }
    byte[] home = new KeyWraps(header.vault()).openHome(siteKey.raw(), header.wrappedHomeKey());
    try {
      return of(header.vault(), home);
    } finally {
      Arrays.fill(home, (byte) 0);
    }
  }

  /** The vault's id, 32 hexadecimal digits. */
  public String vault() {
    return vault.toString();
  }

  /** Seals what is written, under this name; the result is whole once the stream is closed. */
  public OutputStream sealing(OutputStream to, String name) throws IOException {
    try {
      return cipher().newEncryptingStream(to, associated(name));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM is not available", e);
    }
  }

  /**
   * Opens what was sealed under this name; reading fails with an {@link IOException} where it was
   * altered, cut short, or sealed for another vault or name.
   */
  public InputStream opening(InputStream from, String name) throws IOException {
    try {
      return cipher().newDecryptingStream(from, associated(name));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM is not available", e);
    }
  }

  private AesGcmHkdfStreaming cipher() {
    try {
      return new AesGcmHkdfStreaming(key, "HMACSHA256", Gcm.KEY_BYTES, SEGMENT_BYTES, 0);
    } catch (InvalidAlgorithmParameterException e) {
      throw new IllegalStateException("AES-GCM is not available", e);
    }
  }

  private byte[] associated(String name) {
    return (LABEL + "\n" + vault + "\n" + name).getBytes(StandardCharsets.UTF_8);
  }

  /** Zeroes the key. */
  @Override
  public void close() {
    Arrays.fill(key, (byte) 0);
  }
}
