package huisclos.archive;

import java.time.Instant;

/**
 * A held study.
 *
 * @param studyUid the study
 * @param actor who holds it
 * @param since from when on
 * @param reason why, in their words; may name a patient, so that {@link #toString} leaves it out
 */
public record HoldEntry(String studyUid, String actor, Instant since, String reason) {
  @Override
  public String toString() {
    return "HoldEntry[" + studyUid + "]";
  }
}
