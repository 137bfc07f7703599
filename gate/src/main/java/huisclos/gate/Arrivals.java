package huisclos.gate;

import huisclos.trail.Action;
import huisclos.trail.Actor;
import huisclos.trail.Fact;
import huisclos.trail.Outcome;
import huisclos.trail.Trail;
import huisclos.trail.TrailRecord;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps associations on record without letting a known device fill the disk by coming and going:
 * the first of each device and minute one by one, then one record with their number. What is
 * disclosed or stored on an association has records of its own, each with who asked. Safe from many
 * threads.
 */
final class Arrivals {
  /** Associations of one device that are recorded one by one in a window. */
  static final int SINGLE_PER_DEVICE = 120;

  /** Devices counted apart in a window; those beyond are counted together. */
  static final int MAX_DEVICES = 1_024;

  static final Duration WINDOW = Duration.ofMinutes(1);

  private static final class Count {
    private int single;
    private long summed;
  }

  private final Trail trail;
  private final Clock clock;
  private final Map<Actor, Count> devices = new HashMap<>();
  private Instant windowStart;

  Arrivals(Trail trail, Clock clock) {
    this.trail = trail;
    this.clock = clock;
    this.windowStart = clock.instant();
  }

  /** Puts this on record, or counts it. */
  synchronized void came(TrailRecord record) {
    turn();
    Actor actor =
        devices.containsKey(record.actor()) || devices.size() < MAX_DEVICES
            ? record.actor()
            : Actor.stranger(FloodGuard.REST);
    Count count = devices.computeIfAbsent(actor, _ -> new Count());
    if (count.single < SINGLE_PER_DEVICE) {
      count.single++;
      submit(List.of(record));
    } else {
      count.summed++;
    }
  }

  /** Puts the sums of the window before on record, once it is over. */
  synchronized void turn() {
    Instant now = clock.instant();
    // A clock that goes back must not hold a window open for ever.
    if (!now.isBefore(windowStart.plus(WINDOW)) || now.isBefore(windowStart)) {
      finish();
    }
  }

  /** Puts the sums so far on record. */
  synchronized void finish() {
    List<TrailRecord> sums = new ArrayList<>();
    Instant now = clock.instant();
    devices.forEach((actor, count) -> {
      if (count.summed > 0) {
        sums.add(
            TrailRecord.of(now, Action.ASSOCIATION, Outcome.DONE, actor)
                .count(count.summed)
                .fact(Fact.REASON, "associations-summed")
                .fact(Fact.REPEATED, count.summed)
                .fact(Fact.SINCE, windowStart.toString())
                .build());
      }
    });
    devices.clear();
    windowStart = now;
    if (!sums.isEmpty()) {
      submit(sums);
    }
  }

  /** Not waited for: nothing leaves by an association alone, and what does is recorded first. */
  private void submit(List<TrailRecord> records) {
    var _ = trail.submit(records);
  }
}
