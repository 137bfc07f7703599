package huisclos.archive;

import huisclos.gate.Identity;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;

/**
 * For which studies it is on record that somebody may be given pieces of them, and until when.
 *
 * <p>An image is looked at frame by frame, hundreds a second; a record of the trail for each would
 * say no more than one that covers a minute in advance (docs/decisions/0013). Only the record is
 * spared: gate, reach and brakes are asked at each request. In memory alone: a start begins anew.
 * Thread-safe.
 */
final class PieceWindows {
  /** How long a record covers pieces of its study that the same somebody is given. */
  static final Duration PERIOD = Duration.ofSeconds(60);

  /** Windows remembered; beyond that the oldest is forgotten, which costs a record. */
  static final int MAX_WINDOWS = 10_000;

  /** Whose pieces of what; the record is the patient's, since a study can be moved. */
  private record Key(String who, String remote, String user, String study, String record) {}

  private final Clock clock;
  private final LinkedHashMap<Key, Instant> until = new LinkedHashMap<>();

  PieceWindows(Clock clock) {
    this.clock = clock;
  }

  /** Whether a record covers this now. */
  synchronized boolean covers(Identity who, String study, String record) {
    Instant end = until.get(key(who, study, record));
    Instant now = clock.instant();
    // A clock that was put back must not make a window longer.
    return end != null && now.isBefore(end) && now.plus(PERIOD).compareTo(end) >= 0;
  }

  /**
   * Takes note that a record covers this.
   *
   * @param recorded a moment before the record was made
   */
  synchronized void open(Identity who, String study, String record, Instant recorded) {
    Key key = key(who, study, record);
    until.remove(key);
    until.put(key, recorded.plus(PERIOD));
    if (until.size() > MAX_WINDOWS) {
      until.pollFirstEntry();
    }
  }

  Instant now() {
    return clock.instant();
  }

  private static Key key(Identity who, String study, String record) {
    return new Key(who.actor().toString(), who.remote(), who.user().orElse(""), study, record);
  }
}
