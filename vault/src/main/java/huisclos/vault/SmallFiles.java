package huisclos.vault;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;

/** Small files written whole: temp, fsync, link or rename, fsync of the folder. */
final class SmallFiles {
  private static final String SUFFIX = ".new";

  private SmallFiles() {}

  /**
   * Writes a file that must not exist yet.
   *
   * @throws java.nio.file.FileAlreadyExistsException when it does; it is left as it was
   */
  static void create(Disk disk, Path file, byte[] content) throws IOException {
    Path temp = writeTemp(disk, file, content);
    try {
      disk.link(temp, file);
    } finally {
      disk.delete(temp);
    }
    disk.syncDirectory(folder(file));
  }

  /** Writes a file in place of one that may exist. */
  static void replace(Disk disk, Path file, byte[] content) throws IOException {
    disk.rename(writeTemp(disk, file, content), file);
    disk.syncDirectory(folder(file));
  }

  private static Path writeTemp(Disk disk, Path file, byte[] content) throws IOException {
    Path temp = file.resolveSibling(file.getFileName() + SUFFIX);
    disk.delete(temp); // A leftover of an attempt that was cut short.
    try (DiskFile out = disk.create(temp)) {
      out.write(ByteBuffer.wrap(content), 0);
      out.force();
    }
    return temp;
  }

  /** Reads a file of exactly the given length. */
  static byte[] read(Disk disk, Path file, int length, String what) throws IOException {
    try (DiskFile in = disk.open(file)) {
      if (in.size() != length) {
        throw new CorruptKeyFileException(what + " has the wrong length");
      }
      ByteBuffer content = ByteBuffer.allocate(length);
      if (in.read(content, 0) != length) {
        Arrays.fill(content.array(), (byte) 0);
        throw new CorruptKeyFileException(what + " has the wrong length");
      }
      return content.array();
    }
  }

  static Path folder(Path file) throws IOException {
    Path parent = file.toAbsolutePath().getParent();
    if (parent == null) {
      throw new IOException("a folder cannot take a file's place");
    }
    return parent;
  }
}
