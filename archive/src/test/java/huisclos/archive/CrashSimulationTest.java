package huisclos.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole archive stops between any two steps, loses what was not synced, starts again: nothing
 * acknowledged is missing or altered, the trail verifies, whatever shows is on record, and no start
 * needs an operator. {@code ./dev crash} runs any number of seeds; a failure names its own.
 */
class CrashSimulationTest {
  private static final int SEEDS = Integer.getInteger("huisclos.crash.seeds", 200);
  private static final long FROM = Long.getLong("huisclos.crash.from", 0);

  /** Lines of the story that a failure is told with. */
  private static final int STORY = 25;

  private static final int PROGRESS = 100;

  /** Seeds at once: each waits a lot for threads of its own. */
  private static final int LANES = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 4);

  private static final int MOST_FAILURES = 10;

  @TempDir Path folder;

  /** Memory where there is some to be had as files: the index's syncs need no disk here. */
  private Path fast() throws IOException {
    Path memory = Path.of("/dev/shm");
    return Files.isWritable(memory) ? Files.createTempDirectory(memory, "crash") : folder;
  }

  @Test
  void nothingAcknowledgedIsLost() throws Exception {
    Path root = fast();
    Queue<String> failures = new ConcurrentLinkedQueue<>();
    AtomicLong next = new AtomicLong(FROM);
    Callable<Boolean> lane =
        () -> {
          long seed = next.getAndIncrement();
          while (seed < FROM + SEEDS && failures.size() < MOST_FAILURES) {
            run(seed, Files.createDirectories(root.resolve("seed" + seed)))
                .ifPresent(failures::add);
            if ((seed - FROM + 1) % PROGRESS == 0) {
              System.out.printf("crash: %d of %d seeds%n", seed - FROM + 1, SEEDS);
            }
            seed = next.getAndIncrement();
          }
          return true;
        };
    try (var lanes = Executors.newFixedThreadPool(LANES)) {
      for (Future<Boolean> done : lanes.invokeAll(Collections.nCopies(LANES, lane))) {
        assertThat(done.get()).isTrue();
      }
    } finally {
      Homes.delete(root);
    }
    assertThat(failures).isEmpty();
  }

  /** What was wrong, with the end of the story and the command that repeats it. */
  private static Optional<String> run(long seed, Path home) throws IOException {
    CrashRun run = new CrashRun(seed, home);
    try {
      run.run();
      return Optional.empty();
    } catch (AssertionError | IOException | RuntimeException e) {
      StringWriter text = new StringWriter();
      PrintWriter out = new PrintWriter(text);
      out.printf("%s failed; again: ./dev crash --seeds 1 --from %d%n", run, seed);
      List<String> story = run.story();
      story.subList(Math.max(0, story.size() - STORY), story.size()).forEach(out::println);
      e.printStackTrace(out);
      System.out.println(text);
      return Optional.of(text.toString());
    } finally {
      Homes.delete(home);
    }
  }
}
