package huisclos.app.backup;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Files that are whole or not there, on any kind of disk: a backup's may know neither permissions
 * nor the sync of a folder.
 */
final class Durable {
  private static final String UNFINISHED = ".new";

  private Durable() {}

  /** A file open for writing, 0600 where the disk knows that; kept as it is if it is there. */
  static FileChannel open(Path file) throws IOException {
    return FileChannel.open(
        file,
        Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
        attributes(file, "rw-------"));
  }

  /** A folder, 0700 where the disk knows that, with those above it. */
  static void folder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Path parent = folder.getParent();
      if (parent != null) {
        folder(parent);
      }
      Files.createDirectory(folder, attributes(folder, "rwx------"));
      if (parent != null) {
        syncFolder(parent);
      }
    }
  }

  /** Puts a file in place of one that may be there, in one step. */
  static void replace(Path file, byte[] content) throws IOException {
    Path temp = unfinished(file);
    Files.deleteIfExists(temp);
    try (FileChannel out = open(temp)) {
      ByteBuffer bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      out.force(true);
    }
    finish(file);
  }

  /** Where a file is written before it has its name. */
  static Path unfinished(Path file) {
    return file.resolveSibling(file.getFileName() + UNFINISHED);
  }

  /** Gives a file that was written and synced under its unfinished name its own, durably. */
  static void finish(Path file) throws IOException {
    Files.move(
        unfinished(file),
        file,
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    syncFolder(folderOf(file));
  }

  /** Makes a folder's names durable, where the disk can. */
  static void syncFolder(Path folder) throws IOException {
    FileChannel channel;
    try {
      channel = FileChannel.open(folder, StandardOpenOption.READ);
    } catch (IOException e) {
      return; // This file system opens no folders, so it has no such promise to give.
    }
    try (channel) {
      channel.force(true);
    }
  }

  static Path folderOf(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    return folder == null ? file : folder;
  }

  private static FileAttribute<?>[] attributes(Path file, String permissions) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}
