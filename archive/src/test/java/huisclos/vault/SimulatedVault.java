package huisclos.vault;

import huisclos.testkit.SimulatedDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * A vault on a simulated disk, with limits so small that a few objects cross each of them. In the
 * vault's package, whose limits are nobody else's to choose.
 */
public final class SimulatedVault {
  /** Sealed bytes of an object kept in memory before it spills. */
  public static final int SPILLS_AT = 2 << 16;

  private static final VaultLimits SMALL = new VaultLimits(SPILLS_AT, 8 << 16, 1 << 20);

  private SimulatedVault() {}

  /** Opens the vault of a home on that disk. */
  public static Vault open(SimulatedDisk disk, Path home, SiteKey key) throws IOException {
    return Vault.open(home, key, new OnDisk(disk), SMALL);
  }

  private record OnDisk(SimulatedDisk disk) implements Disk {
    @Override
    public DiskFile create(Path file) throws IOException {
      return new Open(disk.create(file, false));
    }

    @Override
    public DiskFile openForWriting(Path file) throws IOException {
      return new Open(disk.open(file));
    }

    @Override
    public DiskFile open(Path file) throws IOException {
      return new Open(disk.open(file));
    }

    @Override
    public void createFolder(Path folder) throws IOException {
      Path parent = folder.getParent();
      if (disk.exists(folder) || parent == null) {
        return;
      }
      createFolder(parent);
      disk.createFolder(folder);
      disk.syncFolder(parent);
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
    public void rename(Path from, Path to) throws IOException {
      disk.rename(from, to);
    }

    @Override
    public void link(Path existing, Path further) throws IOException {
      disk.link(existing, further);
    }

    @Override
    public void delete(Path file) throws IOException {
      disk.delete(file);
    }

    @Override
    public void syncDirectory(Path folder) throws IOException {
      if (!disk.exists(folder)) {
        throw new NoSuchFileException(folder.toString());
      }
      disk.syncFolder(folder);
    }
  }

  private record Open(SimulatedDisk.OpenFile file) implements DiskFile {
    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    public int read(ByteBuffer into, long position) throws IOException {
      byte[] bytes = file.read(position, into.remaining());
      into.put(bytes);
      return bytes.length;
    }

    @Override
    public void write(ByteBuffer from, long position) throws IOException {
      byte[] bytes = new byte[from.remaining()];
      from.get(bytes);
      file.write(position, bytes);
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
    public void close() {
      // Nothing is held: a file of the simulation lives as long as its disk.
    }
  }
}
