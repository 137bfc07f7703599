package huisclos.archive;

/**
 * Lets so many lines of a kind into the log each minute: who sends nonsense as fast as it can must
 * not fill a disk with what is said of it. The trail counts what isn't logged. Thread-safe.
 */
final class LogBrake {
  /** Lines a minute. */
  static final int LINES = 60;

  private static final long MINUTE_NANOS = 60_000_000_000L;

  private long began = System.nanoTime();
  private int lines;

  /** Whether one more line is let in. */
  synchronized boolean allows() {
    long now = System.nanoTime();
    if (now - began > MINUTE_NANOS) {
      began = now;
      lines = 0;
    }
    return lines++ < LINES;
  }
}
