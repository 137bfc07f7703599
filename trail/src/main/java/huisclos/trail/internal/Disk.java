package huisclos.trail.internal;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The few file operations the log is made of, each one a step between which a machine can stop.
 *
 * <p>Two implementations: {@link FileDisk}, and in the tests a disk that loses whatever was not
 * synced. Nothing here retries: after a failed write or sync the caller gives up (ATC'20, "Can
 * Applications Recover from fsync Failures?").
 */
public interface Disk {
  /** A file open for appending; one thread at a time. */
  interface Appender extends Closeable {
    /** Appends all of {@code bytes}. */
    void write(ByteBuffer bytes) throws IOException;

    /** Returns when what was written survives a power cut (fdatasync). */
    void sync() throws IOException;
  }

  /** A file open for reading; stays readable when it is deleted meanwhile. */
  interface Source extends Closeable {
    long size() throws IOException;

    /** Reads at {@code position} until {@code into} is full or the file ends. */
    void read(long position, ByteBuffer into) throws IOException;
  }

  /** Whether there is such a file or folder. */
  boolean exists(Path path) throws IOException;

  /** The names in a folder, sorted; none if there is no such folder. */
  List<String> list(Path folder) throws IOException;

  /** Makes a folder, 0700; its parent exists. Nothing happens if it is there already. */
  void createDirectory(Path folder) throws IOException;

  /** Returns when the folder's entries survive a power cut. */
  void syncDirectory(Path folder) throws IOException;

  /** An empty file, 0600, in place of whatever had that name. */
  Appender create(Path file) throws IOException;

  /** Cuts a file and syncs it. */
  void truncate(Path file, long size) throws IOException;

  /** Opens a file; {@link java.nio.file.NoSuchFileException} if there is none. */
  Source open(Path file) throws IOException;

  /** Renames a file within its folder, in place of whatever had that name, in one step. */
  void rename(Path from, Path to) throws IOException;

  /** Deletes a file or an empty folder; nothing happens if it is absent. */
  void delete(Path path) throws IOException;

  /** Holds a lock file until closed; nothing if somebody else holds it. */
  Optional<Closeable> lock(Path file) throws IOException;

  /** All bytes of a file, which an {@link IOException} says if they are over {@code max}. */
  default byte[] readAll(Path file, int max) throws IOException {
    try (Source source = open(file)) {
      return readAll(source, max);
    }
  }

  /** The folder that a file of a log lies in. */
  static Path parent(Path path) {
    return Objects.requireNonNull(path.getParent(), "a path of a log has a parent");
  }

  /** The last part of a path. */
  static String name(Path path) {
    return Objects.requireNonNull(path.getFileName(), "a path of a log has a name").toString();
  }

  /** All bytes of an open file, as above. */
  static byte[] readAll(Source source, int max) throws IOException {
    long size = source.size();
    if (size > max) {
      throw new IOException("file is longer than its format allows");
    }
    ByteBuffer bytes = ByteBuffer.allocate((int) size);
    source.read(0, bytes);
    if (bytes.hasRemaining()) {
      throw new EOFException("file became shorter while it was read");
    }
    return bytes.array();
  }
}
