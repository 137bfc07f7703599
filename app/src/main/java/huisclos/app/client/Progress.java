package huisclos.app.client;

import java.io.PrintStream;
import java.util.Locale;

/** One line that is written over, on a terminal only. Not thread-safe: its owner locks. */
public final class Progress {
  private static final long EVERY_NANOS = 100_000_000;

  private final PrintStream out;
  private final boolean shown;
  private final String what;
  private final long start = System.nanoTime();
  private int total;
  private long last;
  private boolean dirty;

  private Progress(PrintStream out, boolean shown, String what) {
    this.out = out;
    this.shown = shown;
    this.what = what;
  }

  /** Progress on standard error, when that is a terminal. */
  public static Progress onTerminal(String what) {
    return new Progress(System.err, Terminal.isOurs(), what);
  }

  /** How many there will be; 0 when that isn't known. */
  public void total(int items) {
    total = items;
  }

  /** This many are done, of this many bytes together. */
  public void done(int items, long bytes) {
    long now = System.nanoTime();
    if (!shown || now - last < EVERY_NANOS) {
      return;
    }
    last = now;
    dirty = true;
    double seconds = (now - start) / 1e9;
    String left =
        total > items && items > 0 && seconds > 1
            ? ", %.0f s left".formatted(seconds / items * (total - items))
            : "";
    out.print(
        String.format(
            Locale.ROOT,
            "\r%s %d%s, %.1f MB/s%s   ",
            what,
            items,
            total > 0 ? " of " + total : "",
            bytes / 1e6 / Math.max(seconds, 0.001),
            left));
    out.flush();
  }

  /** Clears the line. */
  public void end() {
    if (dirty) {
      out.print("\r" + " ".repeat(70) + "\r");
      out.flush();
    }
  }
}
