package huisclos.app.backup;

import huisclos.app.UserError;
import huisclos.vault.BackupSealer;
import huisclos.vault.CorruptKeyFileException;
import huisclos.vault.RecoveryPhrase;
import huisclos.vault.SiteKey;
import huisclos.vault.SiteKeyMismatchException;
import huisclos.vault.SiteRecovery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A backup set that a key opens, and one backup of it. The key ring is always the newest: older
 * ones are not kept, and it opens all that an older one may.
 */
public final class OpenedSet implements AutoCloseable {
  private final BackupSet set;
  private final SiteKey key;
  private final Path ring;
  private final BackupSealer sealer;
  private final Manifest manifest;
  private final Optional<Manifest> newest;

  private OpenedSet(
      BackupSet set,
      SiteKey key,
      Path ring,
      BackupSealer sealer,
      Manifest manifest,
      Optional<Manifest> newest) {
    this.set = set;
    this.key = key;
    this.ring = ring;
    this.sealer = sealer;
    this.manifest = manifest;
    this.newest = newest;
  }

  /** The site key that the phrase gives back, from the set's recovery file. */
  public static SiteKey key(BackupSet set, RecoveryPhrase phrase) throws IOException {
    List<Path> recoveries = files(set, "*.recovery");
    if (recoveries.isEmpty()) {
      throw UserError.refused(
          "this backup was made without a recovery phrase", "give the site key itself: --key FILE");
    }
    String why = "";
    for (Path file : recoveries) {
      try {
        return SiteRecovery.rebuild(file, phrase);
      } catch (CorruptKeyFileException e) {
        why = String.valueOf(e.getMessage());
      }
    }
    throw UserError.refused(
        why + " of this backup",
        "a phrase ends when the site key is rotated or something is destroyed: take the one that"
            + " was in use when the newest backup was made");
  }

  /**
   * Opens a set.
   *
   * @param number of the backup; empty for the newest
   * @param key taken over: it is closed with this
   */
  public static OpenedSet open(BackupSet set, SiteKey key, Optional<Integer> number)
      throws IOException {
    List<Path> rings = new ArrayList<>();
    int others = 0;
    for (Path file : files(set, "*.ring")) {
      try (BackupSealer _ = BackupSealer.open(file, key)) {
        rings.add(file);
      } catch (SiteKeyMismatchException e) {
        // Of a backup that broke off, or of the one before.
        others++;
      }
    }
    if (rings.isEmpty()) {
      throw UserError.refused(
          others == 0
              ? "the backup has no key ring"
              : "this key doesn't open the backup's key ring",
          "take the key that was in use when the newest backup was made");
    }
    BackupSealer sealer = BackupSealer.open(rings.getLast(), key);
    List<BackupSet.Entry> entries = set.entries();
    if (entries.isEmpty()) {
      throw UserError.refused(
          "no backup in " + set.root() + " was finished", "name another folder");
    }
    BackupSet.Entry wanted =
        number
            .map(n -> entries.stream().filter(e -> e.number() == n).findFirst())
            .orElse(Optional.of(entries.getLast()))
            .orElseThrow(() ->
                UserError.usage(
                    "there is no such backup", "see `huisclos backup " + set.root() + " --list`"));
    Optional<Manifest> newest = set.manifest(entries.getLast(), sealer);
    Manifest manifest =
        set.manifest(wanted, sealer)
            .orElseThrow(() ->
                UserError.refused(
                    set.root().relativize(wanted.file()) + " was altered or is damaged",
                    "name an earlier backup: --backup NUMBER, see `huisclos backup "
                        + set.root()
                        + " --list`"));
    Path ring = newest.map(m -> set.file(m.ring())).filter(rings::contains).orElse(rings.getLast());
    return new OpenedSet(set, key, ring, sealer, manifest, newest);
  }

  private static List<Path> files(BackupSet set, String glob) throws IOException {
    List<Path> files = new ArrayList<>();
    if (Files.isDirectory(set.keys())) {
      try (var found = Files.newDirectoryStream(set.keys(), glob)) {
        found.forEach(files::add);
      }
    }
    // By their numbers: a name's length grows with its number.
    files.sort(
        Comparator.comparingInt((Path file) -> file.toString().length())
            .thenComparing(file -> file));
    return files;
  }

  BackupSet set() {
    return set;
  }

  SiteKey key() {
    return key;
  }

  BackupSealer sealer() {
    return sealer;
  }

  Manifest manifest() {
    return manifest;
  }

  /** The ring's file in the set. */
  Path ring() {
    return ring;
  }

  /** What the ring must be, unless it is of a backup that broke off before it had a manifest. */
  Optional<Stored> ringAsStored() {
    return newest.map(Manifest::ring).filter(stored -> set.file(stored).equals(ring));
  }

  @Override
  public void close() {
    sealer.close();
    key.close();
  }
}
