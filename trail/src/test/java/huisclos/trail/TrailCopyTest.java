package huisclos.trail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A copy of a log that is being written verifies, and is gone on with. */
class TrailCopyTest {
  @TempDir Path folder;

  private final Path from = Path.of("from");

  private void put(TrailCopy copy, long earlier, Path to) throws IOException {
    for (String path : copy.complete(earlier)) {
      Files.createDirectories(to.resolve(path).getParent());
      Files.copy(folder.resolve(from).resolve(path), to.resolve(path));
    }
    for (var file : copy.edge().entrySet()) {
      Files.createDirectories(to.resolve(file.getKey()).getParent());
      Files.write(to.resolve(file.getKey()), file.getValue());
    }
  }

  @Test
  void whatIsCopiedInTwoStepsBesideTheWriterIsAWholeLog() throws Exception {
    Path trailDir = folder.resolve(from);
    Path to = Files.createDirectory(folder.resolve("to"));
    try (Trail trail = TestTrail.open(trailDir)) {
      trail.append(TestTrail.records(0, 300));
      var _ = trail.checkpoint();
      TrailCopy first = TrailCopy.take(trailDir, trail.logId());
      assertThat(first.size()).isEqualTo(300);
      put(first, 0, to);

      AtomicBoolean more = new AtomicBoolean(true);
      Thread writer =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  for (long i = 300; i < 70_000 && more.get(); i += 200) {
                    trail.append(TestTrail.records(i, i + 200));
                    var _ = trail.checkpoint();
                  }
                } catch (TrailException e) {
                  throw new IllegalStateException(e);
                }
              });
      TrailCopy second;
      do {
        second = TrailCopy.take(trailDir, trail.logId());
      } while (second.size() < 1_000);
      more.set(false);
      put(second, first.size(), to);
      writer.join();
      assertThat(trail.checkpoint().size()).isGreaterThan(second.size() - 1);

      Verification found = TrailVerifier.verify(to, Optional.empty());
      assertThat(found.problems()).isEmpty();
      assertThat(found.logs().getFirst().size()).isEqualTo(second.size());
      try (Trail continued = TestTrail.open(to)) {
        assertThat(continued.append(List.of(TestTrail.record(100_000)))).isEqualTo(second.size());
      }
      assertThat(TrailVerifier.verify(to, Optional.empty()).problems()).isEmpty();
    }
  }
}
