package huisclos.archive;

import huisclos.vault.Disk;
import huisclos.vault.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/** The real disk, but for files within one folder that take no more while it is full. */
final class LimitedDisk implements Disk {
  private final Disk real = Disk.real();
  private final String folder;
  volatile boolean full;

  LimitedDisk(String folder) {
    this.folder = folder;
  }

  private DiskFile limited(Path path, DiskFile file) {
    Path parent = path.getParent();
    return parent != null && parent.endsWith(folder) ? new Limited(file) : file;
  }

  private final class Limited implements DiskFile {
    private final DiskFile file;

    Limited(DiskFile file) {
      this.file = file;
    }

    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    public int read(ByteBuffer into, long position) throws IOException {
      return file.read(into, position);
    }

    @Override
    public void write(ByteBuffer from, long position) throws IOException {
      if (full) {
        // As a disk does that fills up in the middle: some of it is written.
        ByteBuffer part = from.duplicate();
        part.limit(part.position() + part.remaining() / 2);
        file.write(part, position);
        throw new IOException("No space left on device");
      }
      file.write(from, position);
    }

    @Override
    public void truncate(long size) throws IOException {
      file.truncate(size);
    }

    @Override
    public void force() throws IOException {
      file.force();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }

  @Override
  public DiskFile create(Path file) throws IOException {
    return limited(file, real.create(file));
  }

  @Override
  public DiskFile openForWriting(Path file) throws IOException {
    return limited(file, real.openForWriting(file));
  }

  @Override
  public DiskFile open(Path file) throws IOException {
    return real.open(file);
  }

  @Override
  public void createFolder(Path path) throws IOException {
    real.createFolder(path);
  }

  @Override
  public boolean exists(Path path) throws IOException {
    return real.exists(path);
  }

  @Override
  public List<String> list(Path path) throws IOException {
    return real.list(path);
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    real.rename(from, to);
  }

  @Override
  public void link(Path existing, Path further) throws IOException {
    real.link(existing, further);
  }

  @Override
  public void delete(Path file) throws IOException {
    real.delete(file);
  }

  @Override
  public void syncDirectory(Path path) throws IOException {
    real.syncDirectory(path);
  }
}
