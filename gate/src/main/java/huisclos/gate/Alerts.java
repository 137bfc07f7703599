package huisclos.gate;

import huisclos.trail.Action;
import huisclos.trail.Actor;
import huisclos.trail.Fact;
import huisclos.trail.Outcome;
import huisclos.trail.Trail;
import huisclos.trail.TrailException;
import huisclos.trail.TrailRecord;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * What a keeper should look at, in one place: kept, on the trail, told to whoever listens. However
 * often the same thing is raised, it is one alert, on record and told at most once an {@linkplain
 * AlertRegistry#QUIET hour}. Safe from many threads.
 */
public final class Alerts {
  /** Characters of a sentence. */
  public static final int MAX_WHAT_CHARS = 160;

  /** Characters of a subject. */
  public static final int MAX_SUBJECT_CHARS = 96;

  /** Kinds that are counted apart. */
  private static final int MAX_KINDS = 64;

  private final AlertRegistry registry;
  private final Trail trail;
  private final Clock clock;
  private final LaterWrites writes;
  private final List<Consumer<Alert>> listeners = new CopyOnWriteArrayList<>();
  private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();
  private final AtomicLong untold = new AtomicLong();

  Alerts(AlertRegistry registry, Trail trail, Clock clock, LaterWrites writes) {
    this.registry = registry;
    this.trail = trail;
    this.clock = clock;
    this.writes = writes;
  }

  /**
   * Raises an alert. Never fails and never waits long: what raises it has its own work to do.
   *
   * @param subject whom or what it is about; empty for the site
   * @param what a sentence of our own words and numbers, never a sender's text or a patient's value
   */
  public void raise(AlertKind kind, String subject, String what) {
    writes.write(() -> keep(kind, subject, what));
  }

  /**
   * The same about something of which a stranger can make up as many as there is room for: while so
   * many alerts of the kind are open, all others are one of the site. Else what else there is to
   * look at would find no place.
   *
   * @param most alerts of the kind that are open by their subjects
   */
  void raiseOneOfMany(AlertKind kind, String subject, String what, int most) {
    writes.write(() -> keep(kind, hasPlace(kind, subject, most) ? subject : "", what));
  }

  private boolean hasPlace(AlertKind kind, String subject, int most) {
    List<String> subjects =
        registry.alerts().stream()
            .filter(alert -> alert.open() && alert.kind().equals(kind))
            .map(Alert::subject)
            .toList();
    return subjects.size() < most || subjects.contains(printable(subject, MAX_SUBJECT_CHARS));
  }

  /** The same at once, on the thread that writes. */
  void keep(AlertKind kind, String subject, String what) {
    if (counts.size() < MAX_KINDS || counts.containsKey(kind.word())) {
      counts.computeIfAbsent(kind.word(), _ -> new LongAdder()).increment();
    }
    Optional<AlertRegistry.Raised> raised =
        registry.raise(
            kind,
            printable(subject, MAX_SUBJECT_CHARS),
            printable(what, MAX_WHAT_CHARS),
            clock.instant());
    if (raised.isEmpty()) {
      raised =
          registry.raise(
              AlertKind.TOO_MANY_ALERTS,
              "",
              "more alerts are open than are kept: acknowledge those that are done with",
              clock.instant());
    }
    raised
        // Each freeze is on record: an index of an earlier day is brought to agree by it.
        .filter(now -> now.tell() || kind.equals(AlertKind.FROZEN))
        .map(AlertRegistry.Raised::alert)
        .ifPresent(this::tell);
  }

  private void tell(Alert alert) {
    try {
      trail.append(
          TrailRecord.of(clock.instant(), Action.ALERT, Outcome.DONE, Actor.system())
              .fact(Fact.REASON, alert.kind().word())
              .fact(Fact.TARGET, alert.subject())
              .fact(Fact.ALERT, Long.toString(alert.id()))
              .fact(Fact.REPEATED, alert.times())
              .build());
    } catch (TrailException e) {
      untold.incrementAndGet();
    }
    for (Consumer<Alert> listener : listeners) {
      try {
        listener.accept(alert);
      } catch (RuntimeException e) {
        untold.incrementAndGet();
      }
    }
  }

  /** Told of each alert that is new or comes again after an hour, on a thread of the gate. */
  public void onAlert(Consumer<Alert> listener) {
    listeners.add(listener);
  }

  /** All that are kept, open ones first. */
  public List<Alert> all() {
    return registry.alerts();
  }

  /** Those that nobody has acknowledged, newest first. */
  public List<Alert> open() {
    List<Alert> open = new ArrayList<>(registry.alerts());
    open.removeIf(alert -> !alert.open());
    open.sort(Comparator.comparing(Alert::last).reversed());
    return open;
  }

  /** Closes an alert, on record; false if none of the id is open. */
  public boolean acknowledge(long id, String account) throws TrailException {
    if (!registry.acknowledge(id, clock.instant())) {
      return false;
    }
    trail.append(
        TrailRecord.of(clock.instant(), Action.ALERT_ACK, Outcome.DONE, Actor.operator(account))
            .fact(Fact.ALERT, Long.toString(id))
            .build());
    return true;
  }

  /** How often each kind was raised since the start, by its word. */
  public Map<String, Long> counts() {
    Map<String, Long> now = new TreeMap<>();
    counts.forEach((kind, count) -> now.put(kind, count.sum()));
    return now;
  }

  /** How many could not be told, or put on record, or kept, since the start. */
  public long failures() {
    return untold.get() + writes.lost();
  }

  private static String printable(String text, int max) {
    StringBuilder clean = new StringBuilder();
    text.codePoints()
        .limit(max)
        .forEach(c -> clean.appendCodePoint(Character.isISOControl(c) ? '?' : c));
    return clean.substring(0, Math.min(max, clean.length()));
  }
}
