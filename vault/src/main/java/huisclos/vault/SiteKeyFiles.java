package huisclos.vault;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The site key where a home keeps it, by default {@code keys/site.key}; beside it {@code
 * keys/site.recovery}. Sealed by a key from elsewhere it lies in {@code keys/site.key.p11} or
 * {@code keys/site.key.credential}.
 *
 * <p>A rotation writes the next key as {@code site.key.next}, then the ring, then renames; whenever
 * it is cut short, the ring names the key that counts and {@link #load} completes the rotation.
 */
public final class SiteKeyFiles {
  private static final String PLAIN = "site.key";
  private static final String BY_TOKEN = "site.key.p11";
  private static final String BY_CREDENTIAL = "site.key.credential";

  private final Path folder;
  private final SiteKeyForm form;

  /**
   * @param home the home, which need not exist yet
   */
  public SiteKeyFiles(Path home) {
    this(home, new SiteKeySource.InHome(), System.getenv());
  }

  /**
   * The same for a key that is kept elsewhere.
   *
   * @param environment of this process: where systemd's credentials are, and perhaps a PIN
   */
  public SiteKeyFiles(Path home, SiteKeySource source, Map<String, String> environment) {
    this.folder = home.resolve("keys");
    this.form =
        switch (source) {
          case SiteKeySource.InHome _ -> new PlainKeyForm(folder.resolve(PLAIN));
          case SiteKeySource.InFile(Path file) -> new PlainKeyForm(file);
          case SiteKeySource.ByCredential(String name) ->
              new WrappedKeyForm(
                  folder.resolve(BY_CREDENTIAL), new CredentialWrapper(name, environment));
          case SiteKeySource.ByToken(Pkcs11Uri token) ->
              new WrappedKeyForm(folder.resolve(BY_TOKEN), new Pkcs11Wrapper(token, environment));
        };
  }

  /** Where the key lies. */
  public Path key() {
    return form.file();
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
      SiteKey next = form.open(next());
      if (namedByRing(next)) {
        adopt();
        return Optional.of(next);
      }
      next.close();
      Files.delete(next());
    }
    if (!Files.exists(key())) {
      return Optional.empty();
    }
    SiteKey key = form.open(key());
    forgetOthers(key);
    return Optional.of(key);
  }

  /** Reads the home's key, or makes it on first use. */
  public SiteKey loadOrCreate() throws IOException {
    Optional<SiteKey> found = load();
    if (found.isPresent()) {
      return found.get();
    }
    if (Files.exists(folder.resolve("ring"))) {
      throw new CorruptKeyFileException(
          "it is missing though the home was in use: rebuild it from the recovery phrase");
    }
    Disk.real().createFolder(folder);
    SiteKey key = SiteKey.generate();
    put(key);
    return key;
  }

  /**
   * Puts a key here, where none is yet: at first use, or to move it or to restore it.
   *
   * @throws java.nio.file.FileAlreadyExistsException when another key lies here
   */
  public void put(SiteKey key) throws IOException {
    if (Files.exists(key()) && !sameAs(key)) {
      throw new FileAlreadyExistsException(key().toString(), null, "another key lies there");
    }
    byte[] content = form.seal(key);
    try {
      SmallFiles.replace(Disk.real(), key(), content);
    } finally {
      Arrays.fill(content, (byte) 0);
    }
    // Read back: what can't be opened again is no place for a key.
    try (SiteKey back = form.open(key())) {
      if (!back.id().equals(key.id())) {
        throw new CorruptKeyFileException("the key that was put there does not come back");
      }
    }
  }

  private boolean sameAs(SiteKey key) throws IOException {
    return switch (form) {
      case PlainKeyForm plain -> {
        try (SiteKey there = plain.open(key())) {
          yield there.id().equals(key.id());
        }
      }
      // What another key sealed before is of no use once this one is the home's.
      case WrappedKeyForm _ -> true;
    };
  }

  /** Takes the key away from here, durably; after a move. */
  public void remove() throws IOException {
    Disk.real().delete(key());
    Disk.real().syncDirectory(SmallFiles.folder(key()));
  }

  /** A move that was cut short leaves the key in its old place too; the setting says where not. */
  private void forgetOthers(SiteKey key) throws IOException {
    if (!namedByRing(key)) {
      return;
    }
    Path plain = folder.resolve(PLAIN);
    if (!key().equals(plain) && Files.exists(plain)) {
      try (SiteKey old = SiteKey.load(plain)) {
        if (old.id().equals(key.id())) {
          Disk.real().delete(plain);
        }
      }
    }
    for (String name : List.of(BY_TOKEN, BY_CREDENTIAL)) {
      Path sealed = folder.resolve(name);
      if (!key().equals(sealed) && Files.exists(sealed) && WrappedKeyForm.seals(sealed, key)) {
        Disk.real().delete(sealed);
      }
    }
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
    byte[] content = form.seal(next);
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
    Disk.real().syncDirectory(folder);
    Disk.real().rename(next(), key());
    Disk.real().syncDirectory(SmallFiles.folder(key()));
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
    return key().resolveSibling(key().getFileName() + ".next");
  }
}
