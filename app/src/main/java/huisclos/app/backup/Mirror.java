package huisclos.app.backup;

import huisclos.vault.ContainerInfo;
import huisclos.vault.ScanReport;
import huisclos.vault.Vault;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Brings a set's containers level with the home's. They are append-only, so what is new is added.
 * Two things change what was written before: the destruction of a single object, after which the
 * container is copied anew and earlier backups end; and damage, after which the set keeps what it
 * has. A container whose file has neither grown nor been touched is not read. One thread.
 */
final class Mirror {
  /** A time of change younger than this may hide a later change within the clock's step. */
  private static final long SETTLED_MILLIS = 2_000;

  /** How often what was reached is written down, in nanoseconds. */
  private static final long DRAFT_NANOS = 5_000_000_000L;

  /** Takes what was reached so far. */
  interface Sink {
    void save(Draft draft) throws IOException;
  }

  private final Vault vault;
  private final BackupSet set;
  private final Copying copying;
  private final BackupProgress progress;
  private final int number;
  private final Sink drafts;
  private final Map<String, Stored> reached = new HashMap<>();
  private final List<String> damaged = new ArrayList<>();
  private boolean shredded;
  private long savedAt = System.nanoTime();

  Mirror(
      Vault vault,
      BackupSet set,
      Copying copying,
      BackupProgress progress,
      int number,
      List<Stored> known,
      Draft draft,
      Sink drafts) {
    this.vault = vault;
    this.set = set;
    this.copying = copying;
    this.progress = progress;
    this.number = number;
    this.drafts = drafts;
    known.forEach(file -> reached.put(file.path(), file));
    draft.containers().forEach(file -> reached.put(file.path(), file));
    this.shredded = draft.shredded();
  }

  /** Whether an object was destroyed that the set held. */
  boolean shredded() {
    return shredded;
  }

  /** Containers that are damaged in the home, of which the set keeps what it had. */
  List<String> damaged() {
    return List.copyOf(damaged);
  }

  /** Copies what the set lacks of these; what it holds of them then. */
  List<Stored> bring(List<ContainerInfo> containers) throws IOException {
    List<Stored> all = new ArrayList<>(containers.size());
    for (ContainerInfo container : containers) {
      Stored stored = bring(container);
      reached.put(stored.path(), stored);
      all.add(stored);
      progress.file();
      if (System.nanoTime() - savedAt > DRAFT_NANOS) {
        save();
      }
    }
    return all;
  }

  /** Writes down what was reached. */
  void save() throws IOException {
    drafts.save(new Draft(List.copyOf(reached.values()), shredded));
    savedAt = System.nanoTime();
  }

  private Stored bring(ContainerInfo container) throws IOException {
    Path source = vault.file(container);
    String path = Durable.folderOf(source).getFileName() + "/" + source.getFileName();
    long modified = Files.getLastModifiedTime(source).toMillis();
    if (System.currentTimeMillis() - modified < SETTLED_MILLIS) {
      modified = 0;
    }
    Stored known = reached.get(path);
    if (known == null
        || known.length() > container.length()
        || !Files.exists(set.file(known))
        || Files.size(set.file(known)) < known.length()) {
      String name = known == null ? path : path + "-" + number;
      return copying.copy(path, name, source, container.length(), modified);
    }
    if (known.length() == container.length() && modified != 0 && modified == known.modified()) {
      return known;
    }
    return append(container, source, known, modified);
  }

  private Stored append(ContainerInfo container, Path source, Stored known, long modified)
      throws IOException {
    MessageDigest digest = Copying.sha256();
    try (FileChannel from = FileChannel.open(source, StandardOpenOption.READ);
        FileChannel to = Durable.open(set.file(known))) {
      copying.transfer(from, 0, known.length(), digest, Optional.empty());
      if (!Copying.hex(clone(digest)).equals(known.sha256())) {
        if (isWhole(container, known.length())) {
          shredded = true;
          return copying.copy(
              known.path(), known.path() + "-" + number, source, container.length(), modified);
        }
        // What the set holds is the better copy; only what came since is taken from here.
        if (!damaged.contains(known.path())) {
          damaged.add(known.path());
        }
        digest.reset();
        try (FileChannel kept = FileChannel.open(set.file(known), StandardOpenOption.READ)) {
          copying.transfer(kept, 0, known.length(), digest, Optional.empty());
        }
        if (!Copying.hex(clone(digest)).equals(known.sha256())) {
          throw new IOException(
              known.name() + " is damaged in the home and in the backup: run `huisclos scrub`");
        }
      }
      if (container.length() > known.length()) {
        copying.transfer(from, known.length(), container.length(), digest, Optional.of(to));
        to.truncate(container.length());
        to.force(true);
      }
    }
    return new Stored(
        known.path(),
        known.name(),
        container.length(),
        Copying.hex(digest),
        modified,
        Optional.empty());
  }

  /** Whether the part that was copied before still is a row of whole entries, some destroyed. */
  private boolean isWhole(ContainerInfo container, long length) throws IOException {
    ScanReport scan = vault.scan(container.store(), container.number(), 0, true, _ -> {});
    return scan.gaps().stream().noneMatch(gap -> gap.offset() < length);
  }

  private static MessageDigest clone(MessageDigest digest) {
    try {
      return (MessageDigest) digest.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("every Java platform's SHA-256 can be copied", e);
    }
  }
}
