package huisclos.probe.run;

import java.time.Duration;
import java.util.Optional;

/** How fast a run is, averaged over the last half minute or so. Thread-safe. */
final class Speedometer {
  private static final double WEIGHT = 0.15;

  private final long from;
  private final long of;
  private final long began = System.nanoTime();
  private long lastAt = began;
  private long lastHosts;
  private double perSecond;

  Speedometer(long from, long of) {
    this.from = from;
    this.of = of;
  }

  /** Takes a sample. */
  synchronized void tick(Tally tally) {
    long now = System.nanoTime();
    long hosts = tally.addresses.sum();
    double rate = (hosts - lastHosts) * 1e9 / Math.max(1, now - lastAt);
    perSecond = lastHosts == 0 ? rate : perSecond + WEIGHT * (rate - perSecond);
    lastAt = now;
    lastHosts = hosts;
  }

  synchronized Progress progress(Tally tally) {
    long hosts = Math.max(from, tally.addresses.sum());
    Optional<Duration> left =
        perSecond > 0
            ? Optional.of(Duration.ofMillis((long) (Math.max(0, of - hosts) * 1000 / perSecond)))
            : Optional.empty();
    return new Progress(hosts, of, tally.sweep(), tally.readable.sum(), perSecond, left);
  }
}
