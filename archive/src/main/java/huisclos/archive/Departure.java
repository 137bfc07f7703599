package huisclos.archive;

import java.io.IOException;
import java.io.OutputStream;

/** What comes of preparing an instance to leave in some transfer syntax. */
public sealed interface Departure {
  /** Writes a data set. */
  @FunctionalInterface
  interface Writer {
    /** Writes all of it, once; the stream isn't closed. */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * It can leave. Close it afterwards: it may hold memory.
   *
   * @param length bytes of the data set, -1 where that isn't known before
   */
  record Ready(long length, Writer writer, Runnable release) implements Departure, AutoCloseable {
    @Override
    public void close() {
      release.run();
    }
  }

  /**
   * It can't leave so.
   *
   * @param why a sentence without any value of the data set
   * @param lasting whether another try could not change that
   */
  record Refused(String why, boolean lasting) implements Departure {}
}
