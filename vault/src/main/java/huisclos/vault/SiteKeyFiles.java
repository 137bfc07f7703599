package huisclos.vault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * The site key as it lies in a home: {@code keys/site.key}, beside it {@code keys/site.recovery}.
 *
 * <p>A rotation writes the next key as {@code site.key.next}, then the ring, then renames; whenever
 * it is cut short, the ring names the key that counts and {@link #load} completes the rotation.
 */
public final class SiteKeyFiles {
  private final Path folder;

  /**
   * @param home the home, which need not exist yet
   */
  public SiteKeyFiles(Path home) {
    this.folder = home.resolve("keys");
  }

  /** Where the key lies. */
  public Path key() {
    return folder.resolve("site.key");
  }

  /** Where the key lies sealed by the recovery phrase. */
  public Path recovery() {
    return folder.resolve("site.recovery");
  }

  /**
   * Reads the home's key, completing a rotation that was cut short; empty when the home has none
   * yet. The caller holds the home's lock.
   *
   * @throws CorruptKeyFileException when the file is damaged or open to others
   */
  public Optional<SiteKey> load() throws IOException {
    if (Files.exists(next())) {
      SiteKey next = SiteKey.load(next());
      if (namedByRing(next)) {
        adopt();
        return Optional.of(next);
      }
      next.close();
      Files.delete(next());
    }
    return Files.exists(key()) ? Optional.of(SiteKey.load(key())) : Optional.empty();
  }

  /** Reads the home's key, or makes it on first use. */
  public SiteKey loadOrCreate() throws IOException {
    Optional<SiteKey> found = load();
    if (found.isPresent()) {
      return found.get();
    }
    if (Files.exists(folder.resolve("ring"))) {
      throw new CorruptKeyFileException(
          "keys/site.key is missing though the home was in use: rebuild it from the recovery"
              + " phrase");
    }
    Disk.real().createFolder(folder);
    SiteKey key = SiteKey.generate();
    key.save(key());
    return key;
  }

  /**
   * Rotates the vault to a fresh site key and puts that in the file's place. The recovery file
   * goes: its phrase sealed the retired key.
   */
  public SiteKey rotate(Vault vault) throws IOException {
    return exchange(vault::rotateSiteKey);
  }

  /** Destroys a patient record's key, see {@link Vault#destroyPatient}; otherwise as rotate. */
  public SiteKey destroyPatient(Vault vault, PatientKeyId patient) throws IOException {
    return exchange(next -> vault.destroyPatient(patient, next));
  }

  /**
   * Destroys keys of patient records and studies, see {@link Vault#destroy}, in one rotation;
   * otherwise as rotate.
   */
  public SiteKey destroy(Vault vault, Destruction destruction) throws IOException {
    return exchange(next -> vault.destroy(destruction, next));
  }

  private interface Exchange {
    void to(SiteKey next) throws IOException;
  }

  private SiteKey exchange(Exchange exchange) throws IOException {
    SiteKey next = SiteKey.generate();
    byte[] content = next.encode();
    try {
      SmallFiles.replace(Disk.real(), next(), content);
    } finally {
      Arrays.fill(content, (byte) 0);
    }
    exchange.to(next);
    adopt();
    return next;
  }

  private void adopt() throws IOException {
    Disk.real().delete(recovery());
    Disk.real().rename(next(), key());
    Disk.real().syncDirectory(folder);
  }

  private boolean namedByRing(SiteKey key) throws IOException {
    Path ring = folder.resolve("ring");
    if (!Files.exists(ring)) {
      return false;
    }
    try (DiskFile file = Disk.real().open(ring)) {
      return new RingReplay(file).header().wrappedBy(key);
    }
  }

  private Path next() {
    return folder.resolve("site.key.next");
  }
}
