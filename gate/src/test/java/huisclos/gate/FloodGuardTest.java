package huisclos.gate;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.trail.Action;
import huisclos.trail.Actor;
import huisclos.trail.Fact;
import huisclos.trail.Outcome;
import huisclos.trail.TrailRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class FloodGuardTest {
  private final TestClock clock = new TestClock(Instant.parse("2026-11-22T09:00:00Z"));
  private final FloodGuard guard = new FloodGuard(clock);

  private TrailRecord refusal(String remote) {
    return TrailRecord.of(clock.instant(), Action.HANDSHAKE, Outcome.REFUSED, Actor.stranger(""))
        .remote(remote)
        .build();
  }

  private List<TrailRecord> refuse(String remote, int times) {
    List<TrailRecord> out = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      out.addAll(guard.refused(remote, refusal(remote)));
    }
    return out;
  }

  private static long counted(List<TrailRecord> records) {
    return records.stream()
        .mapToLong(r -> Long.parseLong(r.facts().getOrDefault(Fact.REPEATED, "1")))
        .sum();
  }

  @Test
  void aFewAreRecordedOneByOneTheRestAsASum() {
    List<TrailRecord> first = refuse("192.0.2.7", 1_000);
    assertThat(first).hasSize(FloodGuard.SINGLE_PER_SOURCE);
    assertThat(first).allMatch(r -> r.action() == Action.HANDSHAKE);
    assertThat(guard.turn()).as("the minute isn't over").isEmpty();

    clock.advance(Duration.ofSeconds(61));
    List<TrailRecord> sums = guard.turn();
    assertThat(sums).hasSize(1);
    assertThat(sums.getFirst().remote()).isEqualTo("192.0.2.7");
    assertThat(sums.getFirst().facts())
        .containsEntry(Fact.REPEATED, "980")
        .containsEntry(Fact.SINCE, "2026-11-22T09:00:00Z");
    assertThat(guard.turn()).isEmpty();
    assertThat(refuse("192.0.2.7", 1)).as("a new minute").hasSize(1);
  }

  @Test
  void theNextRefusalBringsTheSumWithIt() {
    refuse("192.0.2.7", 25);
    clock.advance(Duration.ofMinutes(2));
    List<TrailRecord> out = refuse("192.0.2.8", 1);
    assertThat(out).extracting(TrailRecord::action).containsExactly(Action.LIMIT, Action.HANDSHAKE);
  }

  @Test
  void oneSourceDoesNotSilenceAnother() {
    refuse("192.0.2.7", 100_000);
    assertThat(refuse("192.0.2.8", 3)).hasSize(3);
  }

  @Test
  void manySourcesStayBoundedAndNothingGoesUncounted() {
    Random random = new Random(20261122);
    List<TrailRecord> out = new ArrayList<>();
    int sent = 200_000;
    for (int i = 0; i < sent; i++) {
      int n = random.nextInt(1 << 24);
      String remote = "10." + (n >> 16) + "." + ((n >> 8) & 255) + "." + (n & 255);
      out.addAll(guard.refused(remote, refusal(remote)));
    }
    assertThat(out).hasSize(FloodGuard.SINGLE_IN_ALL);
    List<TrailRecord> sums = guard.finish();
    assertThat(sums).hasSizeLessThanOrEqualTo(FloodGuard.SINGLE_IN_ALL + 1);
    assertThat(counted(out) + counted(sums)).isEqualTo(sent);
  }

  @Test
  void aClockThatGoesBackOpensANewWindow() {
    refuse("192.0.2.7", 30);
    clock.advance(Duration.ofHours(-5));
    assertThat(counted(guard.turn())).isEqualTo(10);
    assertThat(refuse("192.0.2.7", 1)).hasSize(1);
  }

  @Test
  void aSourceIsAnAddressOrASlash64() {
    assertThat(FloodGuard.source("192.0.2.7")).isEqualTo("192.0.2.7");
    assertThat(FloodGuard.source("/192.0.2.7:4711")).isEqualTo("192.0.2.7");
    assertThat(FloodGuard.source("[2001:db8::1]:104")).isEqualTo("2001:db8:0:0:0:0:0:0/64");
    assertThat(FloodGuard.source("2001:db8::ffff:1")).isEqualTo("2001:db8:0:0:0:0:0:0/64");
    assertThat(FloodGuard.source("")).isEmpty();
    assertThat(FloodGuard.source("x".repeat(500))).hasSize(64);
  }
}
