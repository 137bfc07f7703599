package huisclos.trail.internal;

import huisclos.trail.Checkpoint;
import huisclos.trail.Sealer;
import huisclos.trail.TrailException;
import huisclos.trail.TrailException.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;

/**
 * Which log this home writes. Several nodes may keep their logs side by side in one folder; the
 * file {@code own} names the one that is ours, and is written last when a log is made.
 */
public final class OwnLog {
  private OwnLog() {}

  private static final int MAX_OWN_BYTES = 64;

  /** Finds this home's log, or makes one where there is none at all. */
  public static LogFolder find(Disk disk, Path trailDir, Sealer sealer)
      throws IOException, TrailException {
    Path own = trailDir.resolve(LogFolder.OWN);
    if (disk.exists(own)) {
      String id = new String(disk.readAll(own, MAX_OWN_BYTES), StandardCharsets.UTF_8).strip();
      if (!LogFolder.isId(id)) {
        throw unclear("the file trail/own doesn't hold a log's id");
      }
      LogFolder folder = new LogFolder(trailDir.resolve(id));
      if (!disk.exists(folder.root())) {
        throw new TrailException(
            Kind.MISSING,
            "log " + id + ", which this home writes, is not there",
            "restore folder trail/"
                + id
                + " from a backup, or remove the file trail/own to begin a"
                + " new log");
      }
      return folder;
    }
    List<LogFolder> there =
        disk.list(trailDir).stream()
            .filter(LogFolder::isId)
            .map(id -> new LogFolder(trailDir.resolve(id)))
            .toList();
    for (LogFolder folder : there) {
      if (used(disk, folder) && opens(disk, folder, sealer)) {
        throw unclear("the file trail/own is missing, but log " + folder.id() + " is of this home");
      }
    }
    for (LogFolder folder : there) {
      if (!used(disk, folder)) {
        removeUnborn(disk, folder);
      }
    }
    return create(disk, trailDir, sealer);
  }

  private static boolean used(Disk disk, LogFolder folder) throws IOException {
    return !disk.list(folder.journal()).isEmpty() || disk.exists(folder.root().resolve("tile"));
  }

  private static boolean opens(Disk disk, LogFolder folder, Sealer sealer) throws IOException {
    try {
      CheckpointKey.load(disk, folder, sealer);
      return true;
    } catch (TrailException notOurs) {
      return false;
    }
  }

  /** A log whose making was interrupted: no home names it and it holds no record. */
  private static void removeUnborn(Disk disk, LogFolder folder) throws IOException {
    disk.delete(folder.journal());
    for (String name : disk.list(folder.root())) {
      disk.delete(folder.root().resolve(name));
    }
    disk.delete(folder.root());
  }

  private static LogFolder create(Disk disk, Path trailDir, Sealer sealer) throws IOException {
    byte[] random = new byte[16];
    new SecureRandom().nextBytes(random);
    String id = HexFormat.of().formatHex(random);
    LogFolder folder = new LogFolder(trailDir.resolve(id));
    disk.createDirectory(folder.root());
    disk.createDirectory(folder.journal());
    CheckpointKey key = CheckpointKey.generate(folder);
    Checkpoint nothing = Note.sign(key.verifier(), key.secret(), 0, MerkleHash.empty());
    AtomicFiles files = new AtomicFiles(disk, folder.root());
    files.put(folder.vkey(), key.verifier().text().getBytes(StandardCharsets.UTF_8));
    files.put(folder.sealedKey(), key.sealed(folder, sealer));
    files.put(folder.checkpoint(), Note.bytes(nothing));
    files.commit();
    disk.syncDirectory(trailDir);
    byte[] line = (id + "\n").getBytes(StandardCharsets.UTF_8);
    AtomicFiles.write(disk, trailDir.resolve(LogFolder.OWN), line);
    return folder;
  }

  private static TrailException unclear(String what) {
    return new TrailException(
        Kind.OWNER, what, "write the id of the log that this home writes into the file trail/own");
  }
}
