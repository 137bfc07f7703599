package huisclos.archive;

import huisclos.gate.Disclosure;
import huisclos.gate.Gate;
import huisclos.gate.Pass;
import huisclos.trail.Fact;
import huisclos.trail.Outcome;
import java.io.IOException;
import java.util.List;

/**
 * Whether somebody may add what they send. Whoever reaches everything may; whoever doesn't adds
 * only what is itself within reach, and never to somebody else's study. Thread-safe.
 */
final class Admittance {
  private final IndexDatabase index;
  private final Gate gate;
  private final Reaches reaches;

  Admittance(IndexDatabase index, Gate gate, Reaches reaches) {
    this.index = index;
    this.gate = gate;
    this.reaches = reaches;
  }

  /** Whether this may be stored; a no is on record when it returns. */
  boolean isWithinReach(Pass pass, Arrival arrival) throws IOException {
    if (pass.reach().isEverything()) {
      return true;
    }
    Reaching reaching = reaches.of(pass.reach());
    String study = arrival.studyUid();
    boolean within =
        reaching.has(study, arrival.attributes(Level.PATIENT), arrival.attributes(Level.STUDY))
            && (reaching.has(index, study) || !isHere(study));
    if (!within) {
      Disclosure what =
          Disclosure.of(List.of(study), List.of(), 1).with(Fact.REASON, "out-of-reach");
      gate.record(List.of(pass.record(Outcome.REFUSED, what)));
    }
    return within;
  }

  private boolean isHere(String study) throws ArchiveException {
    return index.read(session -> session.number("SELECT count(*) FROM study WHERE uid = ?", study))
        > 0;
  }
}
