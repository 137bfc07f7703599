package huisclos.probe.results;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * How a run ended.
 *
 * @param ended when, to the second
 * @param complete whether every target was visited
 * @param why it ended before that; empty where it is complete
 * @param sweep what was dialled
 */
public record RunTail(Instant ended, boolean complete, String why, Sweep sweep) {
  public RunTail {
    ended = ended.truncatedTo(ChronoUnit.SECONDS);
  }
}
