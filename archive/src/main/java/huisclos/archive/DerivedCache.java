package huisclos.archive;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What was made of instances, such as their attributes as JSON, for as long as it may be asked for
 * again. In memory alone, never on disk; bounded in bytes and time.
 *
 * <p>It is no way around the gate: it is asked with an instance, which exists only once its
 * disclosure is on record, and holds what it says for exactly that content and its corrections.
 * Whoever destroys something calls {@link #clear}. Thread-safe.
 */
final class DerivedCache {
  /** Bytes of everything kept, as far as {@link Derived#weight} says. */
  static final long MAX_BYTES = 48L << 20;

  /** Bytes of the largest that is kept. */
  static final long MAX_ENTRY_BYTES = 4L << 20;

  /** What an entry costs beside its weight. */
  private static final long ENTRY_COST = 256;

  /** After this it is made anew. */
  static final Duration KEPT = Duration.ofMinutes(10);

  private record Key(String version, String study, String form) {}

  private record Entry(Derived value, Instant until) {
    long cost(Key key) {
      return value.weight() + ENTRY_COST + key.study.length() + key.form.length();
    }
  }

  private final Clock clock;

  /** By when it was last asked for, the longest ago first. */
  private final LinkedHashMap<Key, Entry> entries = new LinkedHashMap<>(64, 0.75f, true);

  private long bytes;
  private long clearings;

  DerivedCache(Clock clock) {
    this.clock = clock;
  }

  synchronized <T extends Derived> Optional<T> get(
      StoredInstance instance, String form, Class<T> type) {
    Key key = key(instance, form);
    Entry entry = entries.get(key);
    if (entry == null) {
      return Optional.empty();
    }
    if (!clock.instant().isBefore(entry.until) || !type.isInstance(entry.value)) {
      bytes -= entry.cost(key);
      entries.remove(key);
      return Optional.empty();
    }
    return Optional.of(type.cast(entry.value));
  }

  /** How often everything was forgotten: to be asked before what is put is made. */
  synchronized long clearings() {
    return clearings;
  }

  /**
   * Keeps something, unless everything was forgotten since: it may be of what was destroyed.
   *
   * @param since the {@link #clearings} when it began to be made
   */
  synchronized void put(StoredInstance instance, String form, Derived value, long since) {
    if (value.weight() > MAX_ENTRY_BYTES || since != clearings) {
      return;
    }
    Key key = key(instance, form);
    Entry entry = new Entry(value, clock.instant().plus(KEPT));
    Entry before = entries.put(key, entry);
    bytes += entry.cost(key) - (before == null ? 0 : before.cost(key));
    while (bytes > MAX_BYTES) {
      Map.Entry<Key, Entry> oldest = entries.pollFirstEntry();
      bytes -= oldest.getValue().cost(oldest.getKey());
    }
  }

  /** Forgets everything, and what is being made. */
  synchronized void clear() {
    entries.clear();
    bytes = 0;
    clearings++;
  }

  private static Key key(StoredInstance instance, String form) {
    return new Key(instance.version(), instance.studyUid(), form);
  }
}
