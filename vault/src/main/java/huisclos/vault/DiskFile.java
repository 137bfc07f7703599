package huisclos.vault;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** An open file of a {@link Disk}; positions are given with each call. Thread-safe. */
public interface DiskFile extends Closeable {
  /** Length, bytes. */
  long size() throws IOException;

  /**
   * Reads until the buffer is full or the file ends.
   *
   * @return bytes read, 0 at or beyond the end
   */
  int read(ByteBuffer into, long position) throws IOException;

  /** Writes all that remains in the buffer. On failure some of it may have been written. */
  void write(ByteBuffer from, long position) throws IOException;

  /** Cuts the file to a length; a shorter file stays as it is. */
  void truncate(long size) throws IOException;

  /** Makes content and length durable ({@code fdatasync}). After a failure nothing is promised. */
  void force() throws IOException;
}
