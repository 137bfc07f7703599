package huisclos.trail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import huisclos.trail.internal.LogCore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/**
 * Stops the machine before every step of a working life, and finds each time: what was acknowledged
 * is there, in its place, and the log verifies and goes on. A failure prints its seed.
 */
class CrashTest {
  private static final Path DIR = SimDiskHome.DIR;

  /** Raised by {@code -Dhuisclos.trail.seeds=N} for a long run. */
  private static final long SEEDS = Long.getLong("huisclos.trail.seeds", 120);

  private static SimDisk fresh() throws IOException {
    return new SimDiskHome().disk();
  }

  /** What the world was told: how many records are durable, and the checkpoints that were given. */
  private static final class World {
    private long acknowledged;
    private long written;
    private final List<Checkpoint> checkpoints = new ArrayList<>();
  }

  /** A life without threads, so that one seed gives one course of events. */
  private static void live(SimDisk disk, World world, Random random, int turns) throws IOException {
    LogCore core = LogCore.open(disk, DIR, TestTrail.SEALER);
    List<byte[]> pending = new ArrayList<>();
    assertThat(core.size()).isGreaterThanOrEqualTo(world.acknowledged);
    world.written = core.size();
    for (int turn = 0; turn < turns; turn++) {
      switch (random.nextInt(5)) {
        case 0 -> {
          world.checkpoints.add(core.publish(pending));
          pending = new ArrayList<>();
        }
        case 1 -> {
          if (random.nextInt(4) == 0) {
            world.checkpoints.add(core.publish(pending));
            core.close();
            core = LogCore.open(disk, DIR, TestTrail.SEALER);
            pending = new ArrayList<>();
          }
        }
        default -> {
          int size = random.nextInt(9) == 0 ? random.nextInt(300) + 1 : random.nextInt(4) + 1;
          List<byte[]> group = entries(core.size(), core.size() + size);
          world.written = core.size() + size;
          assertThat(core.commit(group)).isEqualTo(world.written - size);
          world.acknowledged = core.size();
          pending.addAll(group);
        }
      }
    }
  }

  private static List<byte[]> entries(long from, long until) {
    return TestTrail.records(from, until).stream().map(TrailCodec::encode).toList();
  }

  private static void check(SimDisk disk, World world) throws IOException {
    // The next start cuts what was torn; then everything must be in order.
    try (LogCore core = LogCore.open(disk, DIR, TestTrail.SEALER)) {
      assertThat(core.size()).isBetween(world.acknowledged, world.written);
    }
    Verification found = TrailVerifier.verify(disk, DIR, save(disk, world));
    assertThat(found.problems()).isEmpty();
    try (var entries = TrailReader.records(disk, DIR, TrailFilter.all())) {
      List<TrailRecord> records = entries.map(TrailEntry::record).toList();
      assertThat(records).isEqualTo(TestTrail.records(0, records.size()));
      assertThat((long) records.size()).isBetween(world.acknowledged, world.written);
    }
  }

  private static List<Path> save(SimDisk disk, World world) {
    List<Path> saved = new ArrayList<>();
    for (Checkpoint checkpoint : world.checkpoints) {
      Path file = Path.of("/saved" + saved.size());
      disk.put(file, huisclos.trail.internal.Note.bytes(checkpoint));
      saved.add(file);
    }
    return saved;
  }

  @Test
  void acknowledgedRecordsSurviveAStopBeforeAnyStep() throws IOException {
    for (long seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      SimDisk disk = fresh();
      World world = new World();
      try {
        // Several lives on one disk, so that what one crash left behind meets the next.
        for (int life = 0; life < 4; life++) {
          disk.stopAfter(random.nextInt(life == 0 ? 60 : 400));
          try {
            live(disk, world, random, 30);
          } catch (SimDisk.Stopped e) {
            assertThat(disk.isStopped()).isTrue();
          }
          disk.stopAfter(Long.MAX_VALUE);
          disk = random.nextInt(4) == 0 ? disk.afterKill() : disk.afterPowerCut(random);
        }
        check(disk, world);
      } catch (IOException | RuntimeException | AssertionError e) {
        fail("seed " + seed, e);
      }
    }
  }

  @Test
  void everySingleStepOfAFirstLife() throws IOException {
    SimDisk whole = fresh();
    long before = whole.steps();
    live(whole, new World(), new Random(7), 16);
    long steps = whole.steps() - before;
    assertThat(steps).isGreaterThan(150);
    for (long stop = 0; stop < steps; stop++) {
      SimDisk disk = fresh();
      World world = new World();
      disk.stopAfter(stop);
      assertThatThrownBy(() -> live(disk, world, new Random(7), 16))
          .isInstanceOf(SimDisk.Stopped.class);
      disk.stopAfter(Long.MAX_VALUE);
      check(disk.afterKill(), world);
      check(disk.afterPowerCut(new Random(stop)), world);
    }
  }

  @Test
  void anOpenTrailIsPoisonedByTheFirstFailure() throws IOException {
    for (boolean inTiles : new boolean[] {false, true}) {
      SimDisk disk = fresh();
      Trail trail = TestTrail.open(disk, DIR);
      trail.append(TestTrail.records(0, 10));
      disk.failWrites();
      if (inTiles) {
        poisoned(trail::checkpoint);
      } else {
        poisoned(() -> trail.append(TestTrail.record(10)));
      }
      poisoned(() -> trail.append(TestTrail.record(11)));
      poisoned(trail::checkpoint);
      trail.close();
      World world = new World();
      world.acknowledged = 10;
      world.written = 11;
      check(disk.afterPowerCut(new Random(1)), world);
    }
  }

  private static void poisoned(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            TrailException.class,
            e -> assertThat(e.kind()).isEqualTo(TrailException.Kind.POISONED));
  }

  @Test
  void withThreadsTooNothingAcknowledgedIsLost() throws Exception {
    for (long seed = 0; seed < SEEDS / 4; seed++) {
      Random random = new Random(seed);
      SimDisk disk = fresh();
      Set<Long> acknowledged = java.util.Collections.synchronizedSet(new HashSet<>());
      Trail trail =
          Trail.open(
              disk,
              DIR,
              TestTrail.SEALER,
              TestTrail.CLOCK,
              java.time.Duration.ofMillis(random.nextInt(5)));
      disk.stopAfter(random.nextInt(600));
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int caller = 0; caller < 4; caller++) {
          int number = caller;
          threads.execute(() -> appendUntilStopped(trail, number, acknowledged));
        }
      }
      try {
        trail.close();
      } catch (TrailException e) {
        assertThat(disk.isStopped()).isTrue();
      }
      SimDisk after = disk.afterPowerCut(random);
      try (Trail again = TestTrail.open(after, DIR)) {
        assertThat(again.checkpoint().size()).isGreaterThanOrEqualTo(acknowledged.size());
      }
      assertThat(TrailVerifier.verify(after, DIR, List.of()).problems())
          .as("seed %d", seed)
          .isEmpty();
      try (var entries = TrailReader.records(after, DIR, TrailFilter.all())) {
        Set<Long> there = new HashSet<>();
        entries
            .map(TrailEntry::record)
            .filter(record -> record.action() == Action.QUERY)
            .forEach(record -> there.add(record.count().orElseThrow()));
        assertThat(there).as("seed %d", seed).containsAll(acknowledged);
      }
    }
  }

  private static void appendUntilStopped(Trail trail, int number, Set<Long> acknowledged) {
    try {
      for (long i = number; i < 4_000; i += 4) {
        trail.append(TestTrail.record(i));
        acknowledged.add(i);
      }
    } catch (TrailException stopped) {
      assertThat(stopped.kind()).isEqualTo(TrailException.Kind.POISONED);
    }
  }

  @Test
  void aTornTailIsCutKeptAsideAndPutOnRecord() throws IOException {
    SimDisk disk = fresh();
    Trail trail = TestTrail.open(disk, DIR);
    trail.append(TestTrail.records(0, 3));
    SimDisk after = disk.copy();
    Path log = DIR.resolve(trail.logId());
    Path segment = log.resolve("journal/00000000000000000000");
    byte[] bytes = after.get(segment);
    after.put(segment, java.util.Arrays.copyOf(bytes, bytes.length - 5));
    assertThat(TrailVerifier.verify(after, DIR, List.of()).warnings())
        .extracting(Verification.Finding::kind)
        .containsExactly(Verification.Kind.UNFINISHED);

    try (Trail again = TestTrail.open(after, DIR)) {
      assertThat(again.checkpoint().size()).isEqualTo(3);
    }

    try (var entries = TrailReader.records(after, DIR, TrailFilter.all())) {
      TrailRecord last = entries.toList().getLast().record();
      assertThat(last.action()).isEqualTo(Action.TRAIL_RECOVERY);
      assertThat(last.facts()).containsEntry(Fact.INDEX, "2").containsKey(Fact.CUT_BYTES);
    }
    assertThat(after.get(log.resolve("cut/00000000000000000000-0")))
        .hasSize(Integer.parseInt(lastCut(after)));
    assertThat(TrailVerifier.verify(after, DIR, List.of()).ok()).isTrue();
    trail.close();
  }

  private static String lastCut(SimDisk disk) throws IOException {
    try (var entries =
        TrailReader.records(disk, DIR, TrailFilter.all().of(Set.of(Action.TRAIL_RECOVERY)))) {
      return java.util.Objects.requireNonNull(
          entries.toList().getLast().record().facts().get(Fact.CUT_BYTES));
    }
  }

  @Test
  void damageToWhatWasAcknowledgedIsNotTakenForATornTail() throws IOException {
    SimDisk disk = fresh();
    Trail trail = TestTrail.open(disk, DIR);
    for (int i = 0; i < 5; i++) {
      trail.append(TestTrail.record(i));
    }
    SimDisk after = disk.copy();
    Path segment = DIR.resolve(trail.logId()).resolve("journal/00000000000000000000");
    byte[] bytes = after.get(segment);
    bytes[bytes.length / 2] ^= 0x40;
    after.put(segment, bytes);

    assertThat(TrailVerifier.verify(after, DIR, List.of()).ok()).isFalse();
    assertThatThrownBy(() -> TestTrail.open(after, DIR))
        .isInstanceOfSatisfying(
            TrailException.class, e -> assertThat(e.kind()).isEqualTo(TrailException.Kind.DAMAGED));
    assertThatThrownBy(
            () -> {
              try (var entries = TrailReader.records(after, DIR, TrailFilter.all())) {
                entries.count();
              }
            })
        .hasRootCauseInstanceOf(TrailException.class);
    trail.close();
  }
}
