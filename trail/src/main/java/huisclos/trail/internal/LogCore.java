package huisclos.trail.internal;

import huisclos.trail.Checkpoint;
import huisclos.trail.Sealer;
import huisclos.trail.TrailException;
import huisclos.trail.TrailException.Kind;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One open log without threads of its own: {@link #commit} is for one thread, {@link #publish} for
 * one thread, which may be another.
 */
public final class LogCore implements Closeable {
  private final LogFolder folder;
  private final Closeable lock;
  private final TileStore tiles;
  private final Journal journal;
  private final long cutBytes;
  private final Optional<byte[]> last;

  private LogCore(
      LogFolder folder,
      Closeable lock,
      TileStore tiles,
      Journal journal,
      JournalReplay replay,
      Optional<byte[]> last) {
    this.folder = folder;
    this.lock = lock;
    this.tiles = tiles;
    this.journal = journal;
    this.cutBytes = replay.cutBytes();
    this.last = last;
  }

  /** Opens this home's log, making it first where there is none, and proves that it goes on. */
  public static LogCore open(Disk disk, Path trailDir, Sealer sealer)
      throws IOException, TrailException {
    disk.createDirectory(trailDir);
    disk.syncDirectory(Disk.parent(trailDir));
    LogFolder folder = OwnLog.find(disk, trailDir, sealer);
    // A process that was killed may have left names that are there but not durable.
    disk.syncDirectory(trailDir);
    Closeable lock = lock(disk, folder);
    try {
      return open(disk, folder, sealer, lock);
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private static LogCore open(Disk disk, LogFolder folder, Sealer sealer, Closeable lock)
      throws IOException, TrailException {
    CheckpointKey key = CheckpointKey.load(disk, folder, sealer);
    Checkpoint checkpoint = checkpoint(disk, folder, key.verifier());
    TreeEdge edge = TreeEdge.load(disk, folder, checkpoint);
    disk.createDirectory(folder.journal());
    disk.syncDirectory(folder.root());
    JournalReplay replay = JournalReplay.read(disk, folder, checkpoint.size());
    long size = checkpoint.size() + replay.entries().size();
    refuseLargerTiles(disk, folder, size);
    Optional<byte[]> last =
        replay.entries().isEmpty() ? edge.last() : Optional.of(replay.entries().getLast());
    TileStore tiles = new TileStore(disk, folder, key.verifier(), key.secret(), edge);
    // Before anything builds on them: records whose sync failed in an earlier process can be read,
    // yet no later sync of that file would bring them to the disk. In tiles they are written anew.
    tiles.publish(replay.entries());
    Journal journal = new Journal(disk, folder, replay.segments(), size);
    journal.dropBelow(size);
    return new LogCore(folder, lock, tiles, journal, replay, last);
  }

  private static Closeable lock(Disk disk, LogFolder folder) throws IOException, TrailException {
    return disk.lock(folder.lock())
        .orElseThrow(() ->
            new TrailException(
                Kind.LOCKED,
                "log " + folder.id() + " is being written by another process",
                "stop the other process first"));
  }

  private static Checkpoint checkpoint(Disk disk, LogFolder folder, VerifierKey key)
      throws IOException, TrailException {
    String fix =
        "restore folder trail/"
            + folder.id()
            + " whole from one backup, or set it aside for inspection and remove the file trail/own"
            + " to begin a new log";
    try {
      return Note.verify(disk.readAll(folder.checkpoint(), Note.MAX_BYTES), key)
          .orElseThrow(() ->
              new TrailException(
                  Kind.BROKEN_CHAIN,
                  "log " + folder.id() + ": the checkpoint's signature doesn't hold",
                  fix));
    } catch (NoSuchFileException absent) {
      throw new TrailException(
          Kind.MISSING, "log " + folder.id() + ": its checkpoint is missing", fix);
    }
  }

  /** Tiles are made of synced records only; more of them than records means records are gone. */
  private static void refuseLargerTiles(Disk disk, LogFolder folder, long size)
      throws IOException, TrailException {
    long index = size / LogFolder.TILE_WIDTH;
    Path full = folder.bundle(index, LogFolder.TILE_WIDTH);
    boolean larger = disk.exists(full);
    for (String width : disk.list(LogFolder.partials(full))) {
      larger |= width.matches("[0-9]{1,3}") && Integer.parseInt(width) > size % 256;
    }
    if (larger) {
      throw new TrailException(
          Kind.ROLLBACK,
          "log " + folder.id() + ": its tiles hold more records than its journal and checkpoint",
          "restore folder trail/"
              + folder.id()
              + " whole from one backup, or set it aside for"
              + " inspection and remove the file trail/own to begin a new log");
    }
  }

  /** The log's id. */
  public String id() {
    return folder.id();
  }

  /** Bytes of an unacknowledged tail that were cut on opening. */
  public long cutBytes() {
    return cutBytes;
  }

  /** The newest record on opening. */
  public Optional<byte[]> last() {
    return last;
  }

  /** How many records are durable. */
  public long size() {
    return journal.size();
  }

  /** The newest checkpoint on the disk. */
  public Checkpoint checkpoint() {
    return tiles.checkpoint();
  }

  /** Makes records durable in the journal; returns the index of the first. */
  public long commit(List<byte[]> entries) throws IOException {
    return journal.append(entries);
  }

  /** Makes durable records part of the signed tree, in their order, each once. */
  public Checkpoint publish(List<byte[]> entries) throws IOException {
    Checkpoint signed = tiles.publish(entries);
    journal.dropBelow(signed.size());
    return signed;
  }

  /** Lets go of the files. If all is published, the journal's last segment goes too. */
  @Override
  public void close() throws IOException {
    try (lock) {
      journal.close(tiles.checkpoint().size() == journal.size());
    }
  }

  /** Lets go of the files as they are, after a failure. */
  public void abandon() throws IOException {
    try (lock) {
      journal.close();
    }
  }
}
