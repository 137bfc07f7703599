package huisclos.probe.wire;

import java.time.Duration;

/** Lets connections through no faster than a rate, evenly spaced. Thread-safe. */
public final class Throttle {
  private final long spacingNanos;
  private long next = System.nanoTime();

  private Throttle(long spacingNanos) {
    this.spacingNanos = spacingNanos;
  }

  /** At most so many a second; spacing below a microsecond is none. */
  public static Throttle perSecond(double most) {
    if (!(most > 0)) {
      throw new IllegalArgumentException("a rate is above 0");
    }
    return new Throttle((long) (1e9 / most));
  }

  /** Waits for its turn. An interrupt ends the wait and stays set. */
  public void await() {
    long wait = reserve();
    while (wait > 0 && !Thread.currentThread().isInterrupted()) {
      try {
        Thread.sleep(Duration.ofNanos(wait));
        return;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private synchronized long reserve() {
    long now = System.nanoTime();
    if (next - now < 0) {
      next = now;
    }
    long wait = next - now;
    next += spacingNanos;
    return wait;
  }
}
