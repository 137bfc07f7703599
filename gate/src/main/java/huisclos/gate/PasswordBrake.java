package huisclos.gate;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Makes guessing slow: after {@value #FREE_PER_USER} wrong passwords for one name at one device, or
 * {@value #FREE_PER_DEVICE} for any names there, nothing is looked at for a time that doubles with
 * each further one. Bounded in memory: the longest unused is forgotten. Thread-safe.
 */
final class PasswordBrake {
  static final int FREE_PER_USER = 3;
  static final int FREE_PER_DEVICE = 20;
  static final Duration FIRST = Duration.ofSeconds(5);
  static final Duration LONGEST = Duration.ofMinutes(15);

  /** Pairs of name and device, and devices, that are remembered. */
  static final int MAX_REMEMBERED = 4_096;

  private record Failures(int count, Instant closedUntil) {}

  /** An AE title holds no backslash, so a device alone is never taken for a pair. */
  private static final String SEPARATOR = "\\";

  private final Clock clock;
  private final Map<String, Failures> failures =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
          return size() > MAX_REMEMBERED;
        }
      };

  PasswordBrake(Clock clock) {
    this.clock = clock;
  }

  /** Whether a password of this name at this device may be looked at now. */
  synchronized boolean open(String aet, String name) {
    return open(aet) && open(aet + SEPARATOR + name);
  }

  private boolean open(String key) {
    Failures known = failures.get(key);
    return known == null || !clock.instant().isBefore(known.closedUntil());
  }

  /** It was wrong. */
  synchronized void failed(String aet, String name) {
    count(aet, FREE_PER_DEVICE);
    count(aet + SEPARATOR + name, FREE_PER_USER);
  }

  /** It was right: the name's count starts anew, the device's goes on. */
  synchronized void passed(String aet, String name) {
    failures.remove(aet + SEPARATOR + name);
  }

  private void count(String key, int free) {
    Failures known = failures.get(key);
    Instant now = clock.instant();
    // A day of quiet forgives.
    boolean stale = known != null && known.closedUntil().plus(Duration.ofDays(1)).isBefore(now);
    int count = known == null || stale ? 1 : known.count() + 1;
    int doublings = Math.min(count - free, 20);
    Duration wait = doublings < 0 ? Duration.ZERO : FIRST.multipliedBy(1L << doublings);
    failures.put(key, new Failures(count, now.plus(wait.compareTo(LONGEST) > 0 ? LONGEST : wait)));
  }
}
