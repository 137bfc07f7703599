package huisclos.archive;

import java.time.Duration;
import java.util.List;

/**
 * What one round over everything stored found.
 *
 * @param objects sealed objects that were opened and read to their ends
 * @param bytes of the disk that were read for them
 * @param rows rows of the index that were checked
 * @param records records of the trail
 * @param destroyed objects whose keys were destroyed on purpose: nobody can check them
 * @param leftovers objects that a stop left unacknowledged: harmless
 * @param duration how long it took
 * @param damage all that is open now, at most {@link Scrubber#MAX_OPEN}
 * @param openDamage how much that is in all
 */
public record ScrubReport(
    long objects,
    long bytes,
    long rows,
    long records,
    long destroyed,
    long leftovers,
    Duration duration,
    List<Damage> damage,
    long openDamage) {
  public ScrubReport {
    damage = List.copyOf(damage);
  }

  /** Whether nothing was found. */
  public boolean clean() {
    return openDamage == 0;
  }
}
