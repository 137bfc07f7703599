package huisclos.archive;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that goes on by a millisecond each time it is read, and jumps when told. Thread-safe. */
final class SimulatedClock extends Clock {
  private static final Instant START = Instant.parse("2026-11-22T08:00:00Z");

  private Instant now = START;

  synchronized void jump(Duration by) {
    now = now.plus(by);
  }

  @Override
  public synchronized Instant instant() {
    now = now.plusMillis(1);
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return Clock.fixed(instant(), zone);
  }
}
