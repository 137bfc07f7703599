package huisclos.gate;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What one spender was shown within a day, and what it asked in vain within an hour. Whoever uses
 * it holds its lock. A clock that goes back is taken to stand still.
 */
final class Purse {
  static final Duration HOUR = Duration.ofHours(1);
  static final Duration DAY = Duration.ofDays(1);

  /** A crossing is told no more often. */
  static final Duration BETWEEN_ALERTS = Duration.ofMinutes(1);

  final ReentrantLock lock = new ReentrantLock();

  /** Until when the registry was read; other nodes may have written to it. */
  Instant readAt = Instant.MIN;

  /** Frozen here, and the registry not told yet. Read it before the registry. */
  volatile boolean frozen;

  /** What it is about to pay. */
  Set<String> due = Set.of();

  /** Oldest first. */
  private final LinkedHashMap<String, Instant> paid = new LinkedHashMap<>();

  private final LinkedHashMap<Long, Instant> vain = new LinkedHashMap<>();
  private final Deque<Instant> refusals = new ArrayDeque<>();
  private Instant latest = Instant.MIN;
  private Instant alertedAt = Instant.MIN;

  /** The time now, never before what it was. */
  Instant at(Instant now) {
    if (now.isAfter(latest)) {
      latest = now;
    }
    return latest;
  }

  /** Takes over what the registry knows. */
  void learn(Map<String, Instant> spent) {
    if (paid.keySet().containsAll(spent.keySet())) {
      return;
    }
    Map<String, Instant> all = new LinkedHashMap<>(spent);
    paid.forEach((record, at) -> all.merge(record, at, (a, b) -> a.isAfter(b) ? a : b));
    paid.clear();
    all.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.naturalOrder()))
        .forEach(e -> paid.put(e.getKey(), e.getValue()));
  }

  /** Those of the records that were not shown within a day. */
  Set<String> unpaid(Collection<String> records, Instant now) {
    expire(paid, now.minus(DAY));
    Set<String> unpaid = new HashSet<>(records);
    unpaid.removeAll(paid.keySet());
    return unpaid;
  }

  void pay(Set<String> records, Instant now) {
    records.forEach(record -> paid.put(record, now));
  }

  /** Distinct records within the day that ends now. */
  int day(Instant now) {
    expire(paid, now.minus(DAY));
    return paid.size();
  }

  /** Distinct records within the hour that ends now. */
  int hour(Instant now) {
    Instant from = now.minus(HOUR);
    int count = 0;
    for (Instant at : paid.sequencedValues().reversed()) {
      if (!at.isAfter(from)) {
        return count;
      }
      count++;
    }
    return count;
  }

  void forgive() {
    paid.clear();
    vain.clear();
    refusals.clear();
    alertedAt = Instant.MIN;
  }

  /** Counts a question that was asked in vain, once an hour; at most {@code limit} are kept. */
  void askedInVain(long question, Instant now, int limit) {
    expire(vain, now.minus(HOUR));
    if (vain.size() < limit) {
      vain.putIfAbsent(question, now);
    }
  }

  /** Distinct questions in vain within the hour that ends now. */
  int vain(Instant now) {
    expire(vain, now.minus(HOUR));
    return vain.size();
  }

  /** Counts a refusal; how many there were within the hour, at most {@code limit}. */
  int refused(Instant now, int limit) {
    Instant from = now.minus(HOUR);
    while (!refusals.isEmpty() && !refusals.peekFirst().isAfter(from)) {
      refusals.removeFirst();
    }
    if (refusals.size() < limit) {
      refusals.addLast(now);
    }
    return refusals.size();
  }

  /** Whether a crossing is to be told, which it then counts as. */
  boolean mayAlert(Instant now) {
    if (alertedAt.isAfter(now.minus(BETWEEN_ALERTS))) {
      return false;
    }
    alertedAt = now;
    return true;
  }

  /** Drops what is not after {@code until}, oldest first. */
  static <K> void expire(Map<K, Instant> entries, Instant until) {
    for (Iterator<Instant> i = entries.values().iterator(); i.hasNext(); ) {
      if (i.next().isAfter(until)) {
        return;
      }
      i.remove();
    }
  }
}
