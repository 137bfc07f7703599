package huisclos.app.movein;

import huisclos.app.UserError;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;

/** Spares the old PACS: so many instances a second at most, and hours of quiet. Of one thread. */
final class Pace {
  private static final long LOOK_MILLIS = 1_000;

  private final Running running;
  private final long nanos;
  private final Optional<PullOrder.Quiet> quiet;
  private long due = System.nanoTime();

  Pace(Running running, int rate, Optional<PullOrder.Quiet> quiet) {
    this.running = running;
    this.nanos = rate == 0 ? 0 : 1_000_000_000L / rate;
    this.quiet = quiet;
  }

  /** Waits for the next instance's turn. */
  void next() {
    long now = System.nanoTime();
    if (due - now > 0) {
      sleep((due - now) / 1_000_000);
    } else {
      due = now;
    }
    due += nanos;
  }

  /** Waits until a study may begin. */
  void begin() {
    running.check();
    while (quiet.isPresent() && quiet.get().covers(LocalTime.now(ZoneId.systemDefault()))) {
      sleep(LOOK_MILLIS);
      running.check();
    }
  }

  static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw UserError.refused("stopped", "run it again: it goes on where it was");
    }
  }
}
