package huisclos.vault;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Gathers a group's bytes into few large writes. Used by one thread at a time. */
final class GroupWriter {
  private static final int STAGING_BYTES = 1 << 20;

  // Direct, so that the channel writes from it without a copy of its own.
  private final ByteBuffer staging = ByteBuffer.allocateDirect(STAGING_BYTES);
  private @Nullable Container target;

  /** Further bytes go to the end of this container. */
  void to(Container container) throws IOException {
    if (container != target) {
      flush();
      target = container;
    }
  }

  void put(byte[] bytes, int length) throws IOException {
    int at = 0;
    while (at < length) {
      if (!staging.hasRemaining()) {
        flush();
      }
      int n = Math.min(staging.remaining(), length - at);
      staging.put(bytes, at, n);
      at += n;
    }
  }

  void put(byte[] bytes) throws IOException {
    put(bytes, bytes.length);
  }

  void flush() throws IOException {
    staging.flip();
    try {
      if (target != null) {
        target.write(staging);
      }
    } finally {
      staging.clear();
    }
  }

  /** Forgets what was not flushed, and where it was to go. */
  void reset() {
    staging.clear();
    target = null;
  }
}
