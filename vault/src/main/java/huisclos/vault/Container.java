package huisclos.vault;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A container that is being appended to. Used under its store's commit lock. */
final class Container {
  private final long number;
  private final DiskFile file;
  private long durableEnd;
  private long written;
  private long placed;

  /** A new, empty file. */
  Container(long number, DiskFile file) {
    this.number = number;
    this.file = file;
  }

  long number() {
    return number;
  }

  /** Whether nothing in it is durable yet, not even its name. */
  boolean fresh() {
    return durableEnd == 0;
  }

  /** Where the next entry will start. */
  long placed() {
    return placed;
  }

  /** Reserves room for bytes that are about to be written. */
  long place(long length) {
    long at = placed;
    placed += length;
    return at;
  }

  void write(ByteBuffer bytes) throws IOException {
    int length = bytes.remaining();
    file.write(bytes, written);
    written += length;
  }

  void force() throws IOException {
    file.force();
  }

  /** Everything written is durable and named. */
  void settled() {
    durableEnd = written;
  }

  /** Cuts off what a failed group left. */
  void cutBack() throws IOException {
    file.truncate(durableEnd);
  }

  void close() throws IOException {
    file.close();
  }
}
