package huisclos.probe.wire;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Cuts connections whose time is over, whatever they are at: a socket has a timeout for each single
 * read only, and none for writes, so that a peer that drips a TLS handshake, or stops reading,
 * would hold a visit for as long as it likes. Thread-safe.
 */
final class Deadlines {
  /** What ends by its own clock does so first, in its own words. */
  private static final Duration GRACE = Duration.ofMillis(500);

  private static final ScheduledThreadPoolExecutor CLOCK = clock();

  private Deadlines() {}

  private static ScheduledThreadPoolExecutor clock() {
    ScheduledThreadPoolExecutor clock =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("huisclos-probe-deadlines").daemon().factory());
    clock.setRemoveOnCancelPolicy(true);
    return clock;
  }

  /** Runs this a moment after so long, unless it is cancelled. */
  static Future<?> after(Duration time, Runnable cut) {
    return CLOCK.schedule(cut, time.plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
  }
}
