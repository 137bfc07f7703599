package huisclos.trail;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.trail.internal.FileDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadTest {
  private static final int CALLERS = 8;

  @TempDir Path home;

  private Path dir() {
    return home.resolve("trail");
  }

  @Test
  void callersShareASync() throws Exception {
    MeteredDisk disk = new MeteredDisk(new SimDiskHome().disk(), 1_000_000);
    int each = 300;
    try (Trail trail = TestTrail.open(disk, SimDiskHome.DIR)) {
      long syncs = disk.syncs.get();
      long start = System.nanoTime();
      appendFrom(trail, CALLERS, each);
      double seconds = (System.nanoTime() - start) / 1e9;
      syncs = disk.syncs.get() - syncs;
      System.out.printf(
          "trail: %d callers, syncs of 1 ms: %.0f appends/s, %.1f appends a sync%n",
          CALLERS, CALLERS * each / seconds, (double) CALLERS * each / syncs);
      assertThat(syncs).isLessThan(CALLERS * each / 2);
    }
  }

  private static void appendFrom(Trail trail, int callers, int each) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<java.util.concurrent.Callable<Boolean>> tasks =
          java.util.stream.IntStream.range(0, callers)
              .<java.util.concurrent.Callable<Boolean>>mapToObj(caller ->
                  () -> {
                    for (int i = 0; i < each; i++) {
                      trail.append(TestTrail.record((long) i * callers + caller));
                    }
                    return true;
                  })
              .toList();
      for (var done : threads.invokeAll(tasks)) {
        assertThat(done.get()).isTrue();
      }
    }
  }

  @Test
  void openingReadsTheEdgeOfALargeLogOnly() throws IOException {
    MeteredDisk unsynced = new MeteredDisk(new FileDisk(), -1);
    int records = Integer.getInteger("huisclos.trail.records", 100_000);
    try (Trail trail = TestTrail.open(unsynced, dir())) {
      for (int i = 0; i < records; i += 10_000) {
        trail.append(TestTrail.records(i, i + 10_000));
      }
    }
    MeteredDisk metered = new MeteredDisk(new FileDisk(), 0);
    long start = System.nanoTime();
    try (Trail trail = TestTrail.open(metered, dir())) {
      double millis = (System.nanoTime() - start) / 1e6;
      System.out.printf(
          "trail: opening %d records: %.0f ms, %d bytes read%n",
          records, millis, metered.bytesRead.get());
      assertThat(metered.bytesRead.get()).isLessThan(300_000);
      assertThat(trail.append(TestTrail.record(records))).isEqualTo(records);
    }
    start = System.nanoTime();
    Verification found = TrailVerifier.verify(dir(), Optional.empty());
    System.out.printf(
        "trail: verifying %d records: %.1f s%n", records, (System.nanoTime() - start) / 1e9);
    assertThat(found.problems()).isEmpty();
    assertThat(found.logs().getFirst().size()).isEqualTo(records + 1);
  }

  @Test
  void verifyingAndReadingBesideARunningWriterFindNothingWrong() throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    try (Trail trail =
            Trail.open(
                new FileDisk(), dir(), TestTrail.SEALER, TestTrail.CLOCK, Duration.ofMillis(3));
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var writer =
          threads.submit(() -> {
            long next = 0;
            for (; !done.get() && next < 30_000; next += 37) {
              trail.append(TestTrail.records(next, next + 37));
              Thread.sleep(2);
            }
            return next;
          });
      try {
        for (int i = 0; i < 12; i++) {
          assertThat(TrailVerifier.verify(dir(), Optional.empty()).problems()).isEmpty();
          try (var entries = TrailReader.records(dir())) {
            List<TrailRecord> records = entries.map(TrailEntry::record).toList();
            assertThat(records).isEqualTo(TestTrail.records(0, records.size()));
          }
        }
      } finally {
        done.set(true);
      }
      assertThat(writer.get()).isPositive();
    }
  }
}
