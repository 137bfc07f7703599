package huisclos.gate;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What somebody opened by breaking the glass. Its text form doesn't say who the patient is.
 *
 * @param id a random word, which names it on the trail
 * @param person who opened it
 * @param study Study Instance UID; empty where a patient was opened
 * @param patient the patient; empty where a study was opened
 * @param records internal ids of the patient records that were meant: no budget counts them
 * @param until when it ends
 */
public record Glass(
    String id,
    String person,
    Optional<String> study,
    Optional<PatientKey> patient,
    Set<String> records,
    Instant until) {
  public Glass {
    records = Set.copyOf(records);
  }
}
