package huisclos.trail;

import huisclos.trail.Verification.Kind;
import huisclos.trail.internal.AtomicFiles;
import huisclos.trail.internal.Disk;
import huisclos.trail.internal.LogFolder;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Walks all of a log's {@code tile} folder for files that stand for more records than the log has,
 * or that are none of ours.
 */
final class Strays {
  private final Disk disk;
  private final LogFolder folder;
  private final SizeNow sizeNow;
  private final Findings findings;
  private long size;

  /** Counts a log's records anew: a running writer goes on while its log is verified. */
  interface SizeNow {
    long count() throws IOException;
  }

  /**
   * @param size how many records the log had a while ago
   * @param sizeNow asked when a file stands for more than that
   */
  Strays(Disk disk, LogFolder folder, long size, SizeNow sizeNow, Findings findings) {
    this.disk = disk;
    this.folder = folder;
    this.size = size;
    this.sizeNow = sizeNow;
    this.findings = findings;
  }

  /** The width that a partial tile's name says, or 0 if it says none. */
  static int width(String name) {
    if (!name.matches("[1-9][0-9]{0,2}")) {
      return 0;
    }
    int width = Integer.parseInt(name);
    return width < LogFolder.TILE_WIDTH ? width : 0;
  }

  void find() throws IOException {
    Path tiles = folder.root().resolve("tile");
    for (String name : disk.list(tiles)) {
      if (name.equals("entries")) {
        walk(tiles.resolve(name), 0, 0);
      } else if (name.matches("[0-7]")) {
        walk(tiles.resolve(name), Integer.parseInt(name), 0);
      } else {
        stray(tiles.resolve(name));
      }
    }
  }

  /**
   * @param level the tiles' level; 0 for entry bundles too
   * @param prefix the tile index so far, by its leading path elements
   */
  private void walk(Path at, int level, long prefix) throws IOException {
    for (String name : disk.list(at)) {
      Path path = at.resolve(name);
      if (name.matches("x[0-9]{3}") && prefix < Long.MAX_VALUE / 1_000_000) {
        walk(path, level, (prefix + Long.parseLong(name.substring(1))) * 1000);
      } else if (name.matches("[0-9]{3}")) {
        larger(path, prefix + Long.parseLong(name), LogFolder.TILE_WIDTH, level);
      } else if (name.matches("[0-9]{3}\\.p")) {
        long index = prefix + Long.parseLong(name.substring(0, 3));
        for (String width : disk.list(path)) {
          if (width(width) > 0) {
            larger(path.resolve(width), index, width(width), level);
          } else if (!width.endsWith(AtomicFiles.UNFINISHED)) {
            stray(path.resolve(width));
          }
        }
      } else if (!name.endsWith(AtomicFiles.UNFINISHED)) {
        stray(path);
      }
    }
  }

  private void larger(Path path, long index, int width, int level) throws IOException {
    long items = index * LogFolder.TILE_WIDTH + width;
    if (items > size >>> (8 * level)) {
      size = Math.max(size, sizeNow.count());
    }
    if (items > size >>> (8 * level)) {
      findings.problem(
          Kind.ROLLBACK, folder.id(), path, "a tile stands for more records than the log has");
    }
  }

  private void stray(Path path) {
    findings.problem(Kind.STRAY, folder.id(), path, "a file that is no part of the log");
  }
}
