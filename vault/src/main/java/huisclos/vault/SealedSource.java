package huisclos.vault;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Sealed content wherever it lies: in memory, in a spill file, in a container. */
interface SealedSource {
  /** Length of the sealed content, bytes. */
  long length();

  /** Reads sealed bytes until the buffer is full or the content ends; returns how many. */
  int read(ByteBuffer into, long position) throws IOException;
}
