package huisclos.trail.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Several files that appear whole or not at all: each is written under a temporary name and synced,
 * then all are renamed, then each folder is synced once. Not thread-safe; one use.
 */
public final class AtomicFiles {
  /** The ending of a file that is not finished; readers pass it over. */
  public static final String UNFINISHED = ".new";

  private record Waiting(Path unfinished, Path file) {}

  private final Disk disk;
  private final Path base;
  private final List<Waiting> waiting = new ArrayList<>();
  private final Set<Path> folders = new LinkedHashSet<>();

  /**
   * @param base an existing folder that all files lie in or below
   */
  public AtomicFiles(Disk disk, Path base) {
    this.disk = disk;
    this.base = base;
  }

  /** One file at once. */
  public static void write(Disk disk, Path file, byte[] bytes) throws IOException {
    AtomicFiles files = new AtomicFiles(disk, Disk.parent(file));
    files.put(file, bytes);
    files.commit();
  }

  /** Writes a file's bytes, making its folders; it has its name after {@link #commit}. */
  public void put(Path file, byte[] bytes) throws IOException {
    makeFolder(Disk.parent(file));
    Path unfinished = file.resolveSibling(Disk.name(file) + UNFINISHED);
    try (Disk.Appender out = disk.create(unfinished)) {
      out.write(ByteBuffer.wrap(bytes));
      out.sync();
    }
    waiting.add(new Waiting(unfinished, file));
  }

  /** Gives the files their names, durably. */
  public void commit() throws IOException {
    for (Waiting w : waiting) {
      disk.rename(w.unfinished, w.file);
    }
    for (Path folder : folders) {
      disk.syncDirectory(folder);
    }
  }

  private void makeFolder(Path folder) throws IOException {
    // Every folder up to the base is synced, not only the new ones: one that an earlier process
    // made
    // may not be durable yet.
    folders.add(folder);
    if (!folder.equals(base)) {
      makeFolder(Disk.parent(folder));
      if (!disk.exists(folder)) {
        disk.createDirectory(folder);
      }
    }
  }
}
