package huisclos.vault;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The file operations the vault needs, and no more: a second implementation lets a test stop
 * between any two of them. Thread-safe.
 *
 * <p>Contract: bytes written count after {@link DiskFile#force}; a name created, linked, renamed or
 * deleted counts after {@link #syncDirectory} of its folder. Files are made 0600, folders 0700.
 */
public interface Disk {
  /** The machine's own file system. */
  static Disk real() {
    return RealDisk.INSTANCE;
  }

  /**
   * Creates an empty file, open for reading and writing.
   *
   * @throws java.nio.file.FileAlreadyExistsException when the name is taken
   */
  DiskFile create(Path file) throws IOException;

  /**
   * Opens a file for reading and writing.
   *
   * @throws java.nio.file.NoSuchFileException when there is none
   */
  DiskFile openForWriting(Path file) throws IOException;

  /**
   * Opens a file for reading.
   *
   * @throws java.nio.file.NoSuchFileException when there is none
   */
  DiskFile open(Path file) throws IOException;

  /** Creates a folder and those above it, each durable in its parent; existing ones stay. */
  void createFolder(Path folder) throws IOException;

  boolean exists(Path path) throws IOException;

  /** The names within a folder, in no order. */
  List<String> list(Path folder) throws IOException;

  /** Gives a file another name in place of its own, replacing what has that name, atomically. */
  void rename(Path from, Path to) throws IOException;

  /**
   * Gives a file a further name.
   *
   * @throws java.nio.file.FileAlreadyExistsException when the name is taken
   */
  void link(Path existing, Path further) throws IOException;

  /** Removes a name; absent is fine. */
  void delete(Path file) throws IOException;

  /** Makes the folder's names durable. */
  void syncDirectory(Path folder) throws IOException;
}
