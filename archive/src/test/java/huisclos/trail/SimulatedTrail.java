package huisclos.trail;

import huisclos.testkit.SimulatedDisk;
import huisclos.trail.internal.Disk;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A trail on a simulated disk. In the trail's package, because the trail lets nobody else choose
 * where it writes.
 */
public final class SimulatedTrail {
  private SimulatedTrail() {}

  /**
   * Opens the log.
   *
   * @param interval after which durable records are made tiles of
   */
  public static Trail open(
      SimulatedDisk disk, Path folder, Sealer sealer, Clock clock, Duration interval)
      throws TrailException {
    return Trail.open(new OnDisk(disk), folder, sealer, clock, interval);
  }

  /** Verifies all that is there, as {@code trail verify} does. */
  public static Verification verify(SimulatedDisk disk, Path folder) throws IOException {
    return TrailVerifier.verify(new OnDisk(disk), folder, List.of());
  }

  /** The records, in their order. */
  public static List<TrailRecord> records(SimulatedDisk disk, Path folder) throws IOException {
    try (var entries = TrailReader.records(new OnDisk(disk), folder, TrailFilter.all())) {
      return entries.map(TrailEntry::record).toList();
    }
  }

  private record OnDisk(SimulatedDisk disk) implements Disk {
    @Override
    public boolean exists(Path path) throws IOException {
      return disk.exists(path);
    }

    @Override
    public List<String> list(Path folder) throws IOException {
      try {
        return disk.list(folder);
      } catch (NoSuchFileException absent) {
        return List.of();
      }
    }

    @Override
    public void createDirectory(Path folder) throws IOException {
      disk.createFolder(folder);
    }

    @Override
    public void syncDirectory(Path folder) throws IOException {
      disk.syncFolder(folder);
    }

    @Override
    public Appender create(Path file) throws IOException {
      return new Appending(disk.create(file, true));
    }

    @Override
    public void truncate(Path file, long size) throws IOException {
      SimulatedDisk.OpenFile open = disk.open(file);
      open.truncate(size);
      open.force();
    }

    @Override
    public Source open(Path file) throws IOException {
      return new Reading(disk.open(file));
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
      disk.rename(from, to);
    }

    @Override
    public void delete(Path path) throws IOException {
      disk.delete(path);
    }

    @Override
    public Optional<Closeable> lock(Path file) {
      // One process at a time is what the simulation runs.
      return Optional.of(() -> {});
    }
  }

  private static final class Appending implements Disk.Appender {
    private final SimulatedDisk.OpenFile file;
    private long at;

    Appending(SimulatedDisk.OpenFile file) {
      this.file = file;
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
      byte[] all = new byte[bytes.remaining()];
      bytes.get(all);
      file.write(at, all);
      at += all.length;
    }

    @Override
    public void sync() throws IOException {
      file.force();
    }

    @Override
    public void close() {
      // Nothing is held.
    }
  }

  private record Reading(SimulatedDisk.OpenFile file) implements Disk.Source {
    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    public void read(long position, ByteBuffer into) throws IOException {
      into.put(file.read(position, into.remaining()));
    }

    @Override
    public void close() {
      // Nothing is held.
    }
  }
}
