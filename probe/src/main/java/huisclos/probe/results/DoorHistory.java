package huisclos.probe.results;

import huisclos.probe.finding.Door;
import huisclos.probe.finding.Verdict;
import java.time.Instant;
import java.util.List;

/**
 * What became of a door that was open at least once.
 *
 * @param door where
 * @param firstOpen when it was first seen open
 * @param lastOpen when it was last seen open
 * @param state how it stands by the latest look
 * @param since since when it stands so
 * @param product which software it was when it was last open
 * @param changes its verdicts, oldest first, where they changed; at most {@value #MAX_CHANGES}, the
 *     oldest are dropped first
 */
public record DoorHistory(
    Door door,
    Instant firstOpen,
    Instant lastOpen,
    State state,
    Instant since,
    String product,
    List<Change> changes) {
  /** Changes that are kept at most. */
  public static final int MAX_CHANGES = 50;

  /** How it stands. */
  public enum State {
    /** Open at the latest look. */
    OPEN,
    /** It was open, and the latest look was answered by nothing clear (congestion, silence). */
    UNCERTAIN,
    /** It answers, and a stranger gets nothing any more. */
    CLOSED,
    /** A later complete run over it found nothing that answers. */
    GONE
  }

  /** From when on which verdict was seen. */
  public record Change(Instant when, Verdict verdict) {}

  public DoorHistory {
    changes = List.copyOf(changes);
  }

  /** Whether it has to be looked at again. */
  public boolean unsettled() {
    return state == State.OPEN || state == State.UNCERTAIN;
  }
}
