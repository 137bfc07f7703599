package huisclos.trail;

import huisclos.trail.internal.Disk;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Counts what another disk is asked for, and may make its syncs as slow as a real one's. */
final class MeteredDisk implements Disk {
  final AtomicLong bytesRead = new AtomicLong();
  final AtomicLong syncs = new AtomicLong();
  private final Disk disk;
  private final long syncNanos;
  private final boolean syncing;

  /**
   * @param syncNanos how long a sync takes; below 0: files are not synced at all
   */
  MeteredDisk(Disk disk, long syncNanos) {
    this.disk = disk;
    this.syncNanos = syncNanos;
    this.syncing = syncNanos >= 0;
  }

  @Override
  public boolean exists(Path path) throws IOException {
    return disk.exists(path);
  }

  @Override
  public List<String> list(Path folder) throws IOException {
    return disk.list(folder);
  }

  @Override
  public void createDirectory(Path folder) throws IOException {
    disk.createDirectory(folder);
  }

  @Override
  public void syncDirectory(Path folder) throws IOException {
    if (syncing) {
      disk.syncDirectory(folder);
    }
  }

  @Override
  public Appender create(Path file) throws IOException {
    Appender appender = disk.create(file);
    return new Appender() {
      @Override
      public void write(ByteBuffer bytes) throws IOException {
        appender.write(bytes);
      }

      @Override
      public void sync() throws IOException {
        syncs.incrementAndGet();
        if (syncing) {
          appender.sync();
          LockSupport.parkNanos(syncNanos);
        }
      }

      @Override
      public void close() throws IOException {
        appender.close();
      }
    };
  }

  @Override
  public void truncate(Path file, long size) throws IOException {
    disk.truncate(file, size);
  }

  @Override
  public Source open(Path file) throws IOException {
    Source source = disk.open(file);
    return new Source() {
      @Override
      public long size() throws IOException {
        return source.size();
      }

      @Override
      public void read(long position, ByteBuffer into) throws IOException {
        int before = into.remaining();
        source.read(position, into);
        bytesRead.addAndGet(before - into.remaining());
      }

      @Override
      public void close() throws IOException {
        source.close();
      }
    };
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
  public Optional<Closeable> lock(Path file) throws IOException {
    return disk.lock(file);
  }
}
