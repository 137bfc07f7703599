package huisclos.trail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reading on from an index, in bundles and in the journal. */
class SinceTest {
  @TempDir Path folder;

  private List<Long> since(String log, long from) throws IOException {
    try (Stream<TrailEntry> entries =
        TrailReader.since(folder.resolve("trail"), Map.of(log, from), TrailFilter.all())) {
      return entries.map(TrailEntry::index).toList();
    }
  }

  @Test
  void everyRecordFromAnIndexOnAndNoneBefore() throws IOException {
    Path dir = Files.createDirectories(folder.resolve("trail"));
    try (Trail trail = TestTrail.open(dir)) {
      String log = trail.logId();
      assertThat(TrailReader.sizes(dir)).containsExactly(Map.entry(log, 0L));
      trail.append(TestTrail.records(0, 600));
      trail.checkpoint();
      trail.append(TestTrail.records(600, 650));
      assertThat(TrailReader.sizes(dir)).containsExactly(Map.entry(log, 650L));
      for (long from : new long[] {0, 1, 255, 256, 257, 511, 512, 599, 600, 601, 649, 650, 700}) {
        assertThat(since(log, from))
            .as("from %d", from)
            .isEqualTo(LongStream.range(from, 650).boxed().toList());
      }
      assertThat(since("0".repeat(32), 600)).hasSize(650);
    }
    assertThat(TrailReader.sizes(dir).values()).containsExactly(650L);
  }
}
