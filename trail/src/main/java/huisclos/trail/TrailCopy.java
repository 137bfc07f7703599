package huisclos.trail;

import huisclos.trail.internal.Bundle;
import huisclos.trail.internal.Disk;
import huisclos.trail.internal.FileDisk;
import huisclos.trail.internal.LogFolder;
import huisclos.trail.internal.Note;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a copy of one log consists of, as of a signed checkpoint: its edge (the checkpoint, the
 * keys, the tiles and records that are not complete yet), which changes, and the complete tiles and
 * bundles, which never do. Put together elsewhere they are a log that verifies and can be gone on
 * with; the journal is not needed, for all it holds up to the checkpoint is in the tree.
 *
 * <p>Taken beside a running writer, without its help. Immutable.
 */
public final class TrailCopy {
  private static final int TRIES = 100;

  /** The keys' files are a line each. */
  private static final int MAX_KEY_BYTES = 1 << 16;

  private final LogFolder folder;
  private final long size;
  private final Map<String, byte[]> edge;

  private TrailCopy(LogFolder folder, long size, Map<String, byte[]> edge) {
    this.folder = folder;
    this.size = size;
    this.edge = edge;
  }

  /** The logs in a trail folder, by their ids. */
  public static List<String> logs(Path trailDir) throws IOException {
    return new FileDisk().list(trailDir).stream().filter(LogFolder::isId).toList();
  }

  /**
   * Takes one, of a log in a home's {@code trail} folder.
   *
   * @throws IOException if it can't be read, is damaged, or changes too fast
   */
  public static TrailCopy take(Path trailDir, String logId) throws IOException {
    return take(new FileDisk(), trailDir, logId);
  }

  static TrailCopy take(Disk disk, Path trailDir, String logId) throws IOException {
    LogFolder folder = new LogFolder(trailDir.resolve(logId));
    for (int i = 0; i < TRIES; i++) {
      byte[] before = disk.readAll(folder.checkpoint(), Note.MAX_BYTES);
      long size =
          Note.parse(before)
              .map(Checkpoint::size)
              .orElseThrow(() -> new IOException("log " + logId + ": no checkpoint is readable"));
      Optional<Map<String, byte[]>> edge = edge(disk, folder, size);
      // While the checkpoint is the same, the writer has taken nothing away that it stands on.
      if (Arrays.equals(before, disk.readAll(folder.checkpoint(), Note.MAX_BYTES))) {
        Map<String, byte[]> files =
            edge.orElseThrow(
                () -> new IOException("log " + logId + ": its newest tiles are missing"));
        files.put(relative(folder, folder.checkpoint()), before);
        Path own = trailDir.resolve(LogFolder.OWN);
        if (disk.exists(own)) {
          files.put(LogFolder.OWN, disk.readAll(own, MAX_KEY_BYTES));
        }
        return new TrailCopy(folder, size, files);
      }
    }
    throw new IOException("the log changes too fast to be copied");
  }

  private static Optional<Map<String, byte[]>> edge(Disk disk, LogFolder folder, long size)
      throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    try {
      for (Path key : List.of(folder.vkey(), folder.sealedKey())) {
        files.put(relative(folder, key), disk.readAll(key, MAX_KEY_BYTES));
      }
      for (int level = 0; size >>> (8 * level) > 0; level++) {
        long count = size >>> (8 * level);
        int width = (int) (count % LogFolder.TILE_WIDTH);
        if (width > 0) {
          Path tile = folder.tile(level, count / LogFolder.TILE_WIDTH, width);
          files.put(relative(folder, tile), disk.readAll(tile, Bundle.MAX_BYTES));
        }
      }
      int width = (int) (size % LogFolder.TILE_WIDTH);
      if (width > 0) {
        Path bundle = folder.bundle(size / LogFolder.TILE_WIDTH, width);
        files.put(relative(folder, bundle), disk.readAll(bundle, Bundle.MAX_BYTES));
      }
      return Optional.of(files);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** The log's id. */
  public String logId() {
    return folder.id();
  }

  /** How many records the copy holds. */
  public long size() {
    return size;
  }

  /** The files that change, by their paths below the trail folder. */
  public Map<String, byte[]> edge() {
    return Map.copyOf(edge);
  }

  /**
   * The complete tiles and bundles, as paths below the trail folder, that the log has now and had
   * not when it was {@code from} records long.
   */
  public List<String> complete(long from) {
    List<String> paths = new ArrayList<>();
    for (long i = from / LogFolder.TILE_WIDTH; i < size / LogFolder.TILE_WIDTH; i++) {
      paths.add(relative(folder, folder.bundle(i, LogFolder.TILE_WIDTH)));
    }
    for (int level = 0; size >>> (8 * (level + 1)) > 0; level++) {
      int shift = 8 * (level + 1);
      for (long i = from >>> shift; i < size >>> shift; i++) {
        paths.add(relative(folder, folder.tile(level, i, LogFolder.TILE_WIDTH)));
      }
    }
    return paths;
  }

  private static String relative(LogFolder folder, Path file) {
    return folder.id() + "/" + folder.root().relativize(file);
  }
}
