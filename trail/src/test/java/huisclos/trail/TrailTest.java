package huisclos.trail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import huisclos.trail.internal.FileDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrailTest {
  @TempDir Path home;

  private Path dir() {
    return home.resolve("trail");
  }

  private List<TrailRecord> read() throws IOException {
    try (var entries = TrailReader.records(dir())) {
      return entries.map(TrailEntry::record).toList();
    }
  }

  private Verification verify() throws IOException {
    return TrailVerifier.verify(dir(), Optional.empty());
  }

  @Test
  void aNewTrailVerifies() throws IOException {
    try (Trail trail = TestTrail.open(dir())) {
      assertThat(trail.logId()).matches("[0-9a-f]{32}");
      assertThat(verify().ok()).isTrue();
    }
    assertThat(verify().ok()).isTrue();
    assertThat(read()).isEmpty();
  }

  @Test
  void recordsAreReadBackFromJournalAndFromTiles() throws IOException {
    try (Trail trail = TestTrail.open(dir())) {
      assertThat(trail.append(TestTrail.record(0))).isZero();
      assertThat(trail.append(TestTrail.records(1, 700))).isEqualTo(1);
      assertThat(read()).isEqualTo(TestTrail.records(0, 700));
      assertThat(trail.checkpoint().size()).isEqualTo(700);
      assertThat(read()).isEqualTo(TestTrail.records(0, 700));
      assertThat(trail.append(TestTrail.records(700, 703))).isEqualTo(700);
      assertThat(read()).isEqualTo(TestTrail.records(0, 703));
      assertThat(verify().problems()).isEmpty();
      assertThat(verify().logs())
          .singleElement()
          .satisfies(log -> {
            assertThat(log.size()).isEqualTo(703);
            assertThat(log.signedSize()).isEqualTo(700);
          });
    }
    assertThat(verify().problems()).isEmpty();
    assertThat(verify().logs().getFirst().signedSize()).isEqualTo(703);
    assertThat(read()).isEqualTo(TestTrail.records(0, 703));
  }

  @Test
  void itGoesOnAfterEveryRestart() throws IOException {
    int total = 0;
    for (int size : new int[] {1, 254, 1, 1, 255, 0, 256, 3, 300}) {
      try (Trail trail = TestTrail.open(dir())) {
        if (size > 0) {
          assertThat(trail.append(TestTrail.records(total, total + size))).isEqualTo(total);
          total += size;
        }
        if (size % 2 == 1) {
          trail.checkpoint();
        }
      }
      assertThat(verify().problems()).isEmpty();
      assertThat(read()).isEqualTo(TestTrail.records(0, total));
    }
  }

  @Test
  void nothingIsStoredTwiceForLong() throws IOException {
    SimDisk disk = new SimDiskHome().disk();
    Path log;
    try (Trail trail = TestTrail.open(disk, SimDiskHome.DIR)) {
      log = SimDiskHome.DIR.resolve(trail.logId());
      for (int i = 0; i < 600; i++) {
        trail.append(TestTrail.record(i));
        trail.checkpoint();
      }
      assertThat(disk.list(log.resolve("tile/entries"))).containsExactly("000", "001", "002.p");
      assertThat(disk.list(log.resolve("tile/entries/002.p"))).containsExactly("88");
      assertThat(disk.list(log.resolve("tile/0"))).containsExactly("000", "001", "002.p");
    }
    assertThat(disk.list(log.resolve("journal"))).isEmpty();
  }

  @Test
  void everyFileIsForItsOwnerOnly() throws IOException {
    try (Trail trail = TestTrail.open(dir())) {
      trail.append(TestTrail.records(0, 300));
      trail.checkpoint();
      try (var files = Files.walk(dir())) {
        for (Path file : (Iterable<Path>) files::iterator) {
          assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
              .isEqualTo(Files.isDirectory(file) ? "rwx------" : "rw-------");
        }
      }
    }
  }

  @Test
  void aCheckpointComesByItself() throws Exception {
    try (Trail trail =
        Trail.open(
            new FileDisk(), dir(), TestTrail.SEALER, TestTrail.CLOCK, Duration.ofMillis(50))) {
      trail.append(TestTrail.records(0, 5));
      for (int i = 0; i < 100 && verify().logs().getFirst().signedSize() < 5; i++) {
        Thread.sleep(50);
      }
      assertThat(verify().logs().getFirst().signedSize()).isEqualTo(5);
    }
  }

  @Test
  void manyCallersAtOnceEachGetTheirIndex() throws Exception {
    int callers = 16;
    int each = 60;
    int total = callers * each;
    List<Future<List<Long>>> indexes = new ArrayList<>();
    try (Trail trail = TestTrail.open(dir());
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int caller = 0; caller < callers; caller++) {
        int first = caller * each;
        indexes.add(
            threads.submit(() -> {
              List<Long> mine = new ArrayList<>();
              for (int i = 0; i < each; i++) {
                // An interrupted caller must neither lose its record nor break the others.
                if (i % 7 == 0) {
                  Thread.currentThread().interrupt();
                }
                mine.add(trail.append(TestTrail.record(first + i)));
                assertThat(Thread.interrupted()).isEqualTo(i % 7 == 0);
              }
              return mine;
            }));
      }
      for (Future<List<Long>> mine : indexes) {
        assertThat(mine.get()).hasSize(each).isSorted();
      }
    }
    List<TrailRecord> all;
    try (var entries = TrailReader.records(dir())) {
      List<TrailEntry> list = entries.sorted(Comparator.comparingLong(TrailEntry::index)).toList();
      all = list.stream().map(TrailEntry::record).toList();
    }
    assertThat(all).hasSize(total).containsAll(TestTrail.records(0, total));
    for (int caller = 0; caller < callers; caller++) {
      List<Long> mine = indexes.get(caller).get();
      for (int i = 0; i < each; i++) {
        assertThat(all.get(mine.get(i).intValue()))
            .isEqualTo(TestTrail.record((long) caller * each + i));
      }
    }
    assertThat(verify().problems()).isEmpty();
  }

  @Test
  void aClosedTrailTakesNothing() throws IOException {
    Trail trail = TestTrail.open(dir());
    trail.close();
    assertThatThrownBy(() -> trail.append(TestTrail.record(0)))
        .isInstanceOfSatisfying(
            TrailException.class, e -> assertThat(e.kind()).isEqualTo(TrailException.Kind.CLOSED));
  }

  @Test
  void onlyOneWriterAtATime() throws IOException {
    try (Trail trail = TestTrail.open(dir())) {
      trail.append(TestTrail.record(0));
      refused(TrailException.Kind.LOCKED);
    }
    TestTrail.open(dir()).close();
  }

  @Test
  void anotherSiteKeyDoesNotOpenIt() throws IOException {
    TestTrail.open(dir()).close();
    assertThatThrownBy(() ->
            Trail.open(new FileDisk(), dir(), new TestSealer(2), TestTrail.CLOCK, TestTrail.NEVER))
        .isInstanceOfSatisfying(
            TrailException.class, e -> assertThat(e.kind()).isEqualTo(TrailException.Kind.KEY))
        .hasNoCause();
  }

  private void refused(TrailException.Kind kind) {
    assertThatThrownBy(() -> TestTrail.open(dir()))
        .isInstanceOfSatisfying(
            TrailException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(kind);
              assertThat(e.fix()).isNotBlank();
            });
  }

  private Path filled(int records) throws IOException {
    try (Trail trail = TestTrail.open(dir())) {
      trail.append(TestTrail.records(0, records));
      return dir().resolve(trail.logId());
    }
  }

  @Test
  void aTreeBelowItsCheckpointIsRefused() throws IOException {
    Path log = filled(300);
    Files.delete(log.resolve("tile/0/001.p/44"));
    refused(TrailException.Kind.ROLLBACK);
    assertThat(verify().ok()).isFalse();
  }

  @Test
  void anOlderCheckpointUnderNewerTilesIsRefused() throws IOException {
    Path log = filled(300);
    byte[] older = Files.readAllBytes(log.resolve("checkpoint"));
    try (Trail trail = TestTrail.open(dir())) {
      trail.append(TestTrail.records(300, 320));
    }
    Files.write(log.resolve("checkpoint"), older);
    refused(TrailException.Kind.ROLLBACK);
    assertThat(verify().problems())
        .anyMatch(finding -> finding.kind() == Verification.Kind.ROLLBACK);
  }

  @Test
  void aChangedTileIsRefused() throws IOException {
    Path log = filled(300);
    Path tile = log.resolve("tile/1/000.p/1");
    byte[] bytes = Files.readAllBytes(tile);
    bytes[5] ^= 1;
    Files.write(tile, bytes);
    refused(TrailException.Kind.BROKEN_CHAIN);
  }

  @Test
  void aMissingCheckpointOrLogIsRefused() throws IOException {
    Path log = filled(3);
    Files.move(log.resolve("checkpoint"), log.resolve("aside"));
    refused(TrailException.Kind.MISSING);
    assertThat(verify().ok()).isFalse();
    Files.move(log.resolve("aside"), log.resolve("checkpoint"));
    Files.move(log, home.resolve("aside"));
    refused(TrailException.Kind.MISSING);
    assertThat(verify().ok()).isFalse();
  }

  @Test
  void aLostOwnerFileIsNotTakenForANewHome() throws IOException {
    filled(3);
    Files.delete(dir().resolve("own"));
    refused(TrailException.Kind.OWNER);
  }

  @Test
  void aClockThatGoesBackIsPutOnRecord() throws IOException {
    try (Trail trail = TestTrail.open(dir())) {
      trail.append(TestTrail.record(1_000_000));
      assertThat(trail.append(TestTrail.record(0))).isEqualTo(2);
      trail.append(TestTrail.record(1));
    }
    Clock past = Clock.fixed(TestTrail.START.minusSeconds(7_200), ZoneOffset.UTC);
    try (Trail trail = Trail.open(new FileDisk(), dir(), TestTrail.SEALER, past, TestTrail.NEVER)) {
      trail.append(
          TrailRecord.of(past.instant(), Action.START, Outcome.DONE, Actor.system()).build());
    }
    assertThat(read().stream().map(TrailRecord::action))
        .containsExactly(
            Action.QUERY, Action.CLOCK, Action.QUERY, Action.QUERY, Action.CLOCK, Action.START);
    assertThat(verify().problems()).isEmpty();
    assertThat(verify().warnings()).isEmpty();
  }

  @Test
  void nodesSideBySideAreReadAsOne() throws IOException {
    Path other = home.resolve("other");
    String otherId;
    try (Trail here = TestTrail.open(dir());
        Trail there = TestTrail.open(other)) {
      for (int i = 0; i < 600; i++) {
        (i % 3 == 0 ? here : there).append(TestTrail.record(i));
      }
      otherId = there.logId();
    }
    Files.move(other.resolve(otherId), dir().resolve(otherId));

    assertThat(read()).isEqualTo(TestTrail.records(0, 600));
    assertThat(verify().problems()).isEmpty();
    assertThat(verify().logs()).hasSize(2);
    TestTrail.open(dir()).close();
  }
}
