package huisclos.gate;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts failures by key: beyond so many free ones each closes the key for a time that doubles, and
 * that ends. Bounded in memory: the longest unused is forgotten. Thread-safe.
 */
final class BackOff {
  static final Duration FIRST = Duration.ofSeconds(5);
  static final Duration LONGEST = Duration.ofMinutes(15);

  /** A day of quiet forgives. */
  private static final Duration QUIET = Duration.ofDays(1);

  private static final int MAX_DOUBLINGS = 20;

  private record Failures(int count, Instant closedUntil) {}

  private final Clock clock;
  private final Map<String, Failures> failures;

  /**
   * @param maxRemembered keys, at most
   */
  BackOff(Clock clock, int maxRemembered) {
    this.clock = clock;
    this.failures =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
            return size() > maxRemembered;
          }
        };
  }

  /** Whether the key is open now. */
  synchronized boolean open(String key) {
    Failures known = failures.get(key);
    return known == null || !clock.instant().isBefore(known.closedUntil());
  }

  /** Counts a failure, of which so many are free; whether the key is closed now. */
  synchronized boolean failed(String key, int free) {
    Failures known = failures.get(key);
    Instant now = clock.instant();
    boolean stale = known != null && known.closedUntil().plus(QUIET).isBefore(now);
    int count = known == null || stale ? 1 : known.count() + 1;
    int doublings = Math.min(count - free, MAX_DOUBLINGS);
    Duration wait = doublings < 0 ? Duration.ZERO : FIRST.multipliedBy(1L << doublings);
    failures.put(key, new Failures(count, now.plus(wait.compareTo(LONGEST) > 0 ? LONGEST : wait)));
    return doublings >= 0;
  }

  /** Begins anew. */
  synchronized void forget(String key) {
    failures.remove(key);
  }
}
