package huisclos.trail;

import huisclos.trail.internal.Disk;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** What the tests of this room share. */
final class TestTrail {
  private TestTrail() {}

  static final Instant START = Instant.parse("2026-11-22T08:00:00.123456Z");
  static final Sealer SEALER = new TestSealer(1);
  static final Clock CLOCK = Clock.fixed(START, ZoneOffset.UTC);

  /** An interval that no test waits for: checkpoints come when asked for, and on close. */
  static final Duration NEVER = Duration.ofDays(1);

  static Trail open(Path dir) throws TrailException {
    return open(new huisclos.trail.internal.FileDisk(), dir);
  }

  static Trail open(Disk disk, Path dir) throws TrailException {
    return Trail.open(disk, dir, SEALER, CLOCK, NEVER);
  }

  /** A query about study and patient {@code i}, {@code i} milliseconds after the start. */
  static TrailRecord record(long i) {
    return TrailRecord.of(
            START.plusMillis(i), Action.QUERY, Outcome.DONE, Actor.device("CT" + i % 7, "0a1b"))
        .remote("192.0.2." + i % 200)
        .studies("1.2.3." + i)
        .patients("p" + i)
        .count(i)
        .fact(Fact.LEVEL, "STUDY")
        .build();
  }

  static List<TrailRecord> records(long from, long until) {
    List<TrailRecord> records = new ArrayList<>();
    for (long i = from; i < until; i++) {
      records.add(record(i));
    }
    return records;
  }
}
