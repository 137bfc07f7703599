package huisclos.gate;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.trail.Action;
import huisclos.trail.Actor;
import huisclos.trail.Fact;
import huisclos.trail.Outcome;
import huisclos.trail.Trail;
import huisclos.trail.TrailEntry;
import huisclos.trail.TrailReader;
import huisclos.trail.TrailRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ArrivalsTest {
  @TempDir Path folder;

  private final TestClock clock = new TestClock(Instant.parse("2026-11-22T09:00:00Z"));

  @Test
  void aDeviceThatComesAndGoesIsSummedUp() throws Exception {
    try (Trail trail = Trail.open(folder.resolve("trail"), new TestProtector(), clock)) {
      Arrivals arrivals = new Arrivals(trail, clock);
      come(arrivals, "STORM", 5_000);
      come(arrivals, "QUIET", 3);
      clock.advance(Duration.ofSeconds(61));
      arrivals.turn();
      come(arrivals, "STORM", 1);
      arrivals.finish();
    }
    List<TrailRecord> storm = records("STORM");
    assertThat(storm).hasSize(Arrivals.SINGLE_PER_DEVICE + 2);
    assertThat(
            storm.stream()
                .mapToLong(r -> Long.parseLong(r.facts().getOrDefault(Fact.REPEATED, "1")))
                .sum())
        .isEqualTo(5_001);
    assertThat(storm).allMatch(r -> r.outcome() == Outcome.DONE);
    assertThat(records("QUIET")).hasSize(3);
  }

  private void come(Arrivals arrivals, String aet, int times) {
    for (int i = 0; i < times; i++) {
      arrivals.came(
          TrailRecord.of(clock.instant(), Action.ASSOCIATION, Outcome.DONE, Actor.device(aet, "1"))
              .build());
    }
  }

  private List<TrailRecord> records(String aet) throws Exception {
    try (Stream<TrailEntry> all = TrailReader.records(folder.resolve("trail"))) {
      return all.map(TrailEntry::record).filter(r -> r.actor().id().equals(aet)).toList();
    }
  }
}
