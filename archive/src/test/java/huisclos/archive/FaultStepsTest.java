package huisclos.archive;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.testkit.SimulatedDisk.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A full disk, and a write, sync or read that fails, at step after step of vault, key ring and
 * trail: refused or acknowledged, never acknowledged and lost. A sync that failed is never believed
 * later. {@code ./dev crash} tries every step, the tests some of them, others each time the life
 * changes.
 */
class FaultStepsTest {
  private static final boolean ALL = Boolean.getBoolean("huisclos.crash.faults");

  /** Lives of each kind of fault. */
  private static final int MOST = ALL ? Integer.MAX_VALUE : 12;

  @TempDir Path folder;
  private int runs;

  private interface Faulty {
    void run(FaultRun run, long at) throws IOException;
  }

  private Path next() throws IOException {
    return Files.createDirectories(folder.resolve("run" + runs++));
  }

  private FaultRun.Extent extent() throws IOException {
    FaultRun.Extent extent = new FaultRun(next()).measure();
    assertThat(extent.steps()).isGreaterThan(100);
    return extent;
  }

  private void each(long until, Faulty faulty) throws IOException {
    List<String> failures = new ArrayList<>();
    long by = Math.max(1, until / MOST);
    for (long at = by / 2; at < until; at += by) {
      Path home = next();
      try {
        faulty.run(new FaultRun(home), at);
      } catch (IOException | RuntimeException | AssertionError e) {
        StringBuilder text = new StringBuilder("at " + at + ": " + e);
        for (StackTraceElement element : e.getStackTrace()) {
          if (element.getClassName().startsWith("huisclos")) {
            text.append("\n    ").append(element);
          }
        }
        System.out.println(text);
        failures.add(text.toString());
      } finally {
        Homes.delete(home);
      }
    }
    assertThat(failures).isEmpty();
  }

  @Test
  void aStepThatFails() throws IOException {
    each(extent().steps(), (run, at) -> run.step(at, Fault.IO_ERROR));
  }

  /**
   * What a failed sync left can be read by the next process, which puts it into tiles, and is gone
   * after a power cut that brings the journal's name back: no damage, for the tiles hold it.
   */
  @Test
  void everySyncOfTheTrailsJournalThatFails() throws IOException {
    List<Long> syncs = new FaultRun(next()).stepsLike("force 0{10,}[0-9]+(\\.new)?");
    assertThat(syncs).hasSizeGreaterThan(4);
    List<String> failures = new ArrayList<>();
    for (long at : syncs) {
      try {
        new FaultRun(next()).step(at, Fault.IO_ERROR);
      } catch (IOException | RuntimeException | AssertionError e) {
        failures.add("at " + at + ": " + e);
      }
    }
    assertThat(failures).isEmpty();
  }

  @Test
  void noRoomAtAStep() throws IOException {
    each(extent().steps(), (run, at) -> run.step(at, Fault.NO_SPACE));
  }

  @Test
  void aReadThatFails() throws IOException {
    each(extent().reads(), FaultRun::read);
  }
}
