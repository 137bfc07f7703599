package huisclos.pixels;

import java.io.IOException;
import java.io.OutputStream;

/**
 * A data set that was transcoded from its first frame to its last, so that writing it out won't
 * find damage. A short one is held; a longer one is transcoded again while it is written. Close it.
 * Of one thread.
 */
public final class Transcoded implements Transcoding, AutoCloseable {
  /** Transcodes once more. */
  @FunctionalInterface
  interface Again {
    void to(OutputStream out) throws IOException;
  }

  private final Spool spool;
  private final Again again;

  Transcoded(Spool spool, Again again) {
    this.spool = spool;
    this.again = again;
  }

  /** The bytes that {@link #writeTo} writes. */
  public long length() {
    return spool.length();
  }

  /**
   * Writes the data set; the stream isn't closed.
   *
   * @throws IOException if the target fails, or the source, where it has to be read again
   */
  public void writeTo(OutputStream out) throws IOException {
    if (spool.isHeld()) {
      spool.writeTo(out);
    } else {
      again.to(out);
    }
  }

  /** Gives the memory back. */
  @Override
  public void close() {
    spool.close();
  }
}
