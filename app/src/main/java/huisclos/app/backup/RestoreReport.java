package huisclos.app.backup;

import java.time.Instant;
import java.util.List;

/**
 * What came back.
 *
 * @param number of the backup
 * @param at as of when it is
 * @param files how many files were checked
 * @param bytes of them
 * @param damaged files that are not what was written, and were taken nevertheless
 */
public record RestoreReport(int number, Instant at, int files, long bytes, List<String> damaged) {
  public RestoreReport {
    damaged = List.copyOf(damaged);
  }
}
