package huisclos.gate;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A program's token, but for its secret. Immutable; its text form names no patient.
 *
 * @param name what the program is called here and on the trail
 * @param id names the token on the trail; opens nothing
 * @param verbs what it may do
 * @param patient the one patient it is for; empty means any
 * @param studies the Study Instance UIDs it is for; none means any
 * @param added when
 * @param expires from when on it is nothing
 * @param used when it was last used, as of {@link AccessTokens#COARSE}; empty before the first time
 */
public record AccessToken(
    String name,
    String id,
    Set<Verb> verbs,
    Optional<PatientKey> patient,
    Set<String> studies,
    Instant added,
    Instant expires,
    Optional<Instant> used) {
  public AccessToken {
    verbs = Set.copyOf(verbs);
    studies = Set.copyOf(studies);
  }

  /** Whether it is past its end. */
  public boolean hasExpired(Instant now) {
    return !now.isBefore(expires);
  }

  /** What it allows: with a patient and studies named, what is within both. */
  Allowance allowance() {
    Reach reach = patient.map(p -> Reach.of(Reach.Part.patient(p))).orElse(Reach.EVERYTHING);
    return new Allowance(
        verbs, studies.isEmpty() ? reach : reach.and(Reach.of(Reach.Part.studies(studies))));
  }

  AccessToken usedAt(Instant now) {
    return new AccessToken(name, id, verbs, patient, studies, added, expires, Optional.of(now));
  }

  @Override
  public String toString() {
    return "AccessToken[" + name + " " + id + "]";
  }
}
