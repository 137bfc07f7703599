package huisclos.probe.dimse;

import huisclos.probe.finding.Count;
import huisclos.probe.wire.DialException;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.Optional;

/**
 * Counts patients: only where the owner signed that identifiers may cross the wire. At PATIENT
 * level, or study by study in slices where that is capped or not offered. Of one thread.
 */
final class PatientCount {
  private final Listing listing;
  private final LocalDate lastDay;
  private final SecureRandom random;

  PatientCount(Listing listing, LocalDate today, SecureRandom random) {
    this.listing = listing;
    this.lastDay = today.plusDays(1);
    this.random = random;
  }

  /**
   * What a count came to.
   *
   * @param shape whether any Patient ID has the shape of a social security number; empty where none
   *     came
   */
  record Result(Count patients, Optional<Boolean> shape) {}

  /** Counts. */
  Result count(boolean patientLevel) throws DialException {
    try (PatientTally tally = new PatientTally(random)) {
      if (patientLevel) {
        DateSlices.Slice whole = listing.ask(Asks.COUNT_PATIENTS, Ask.patients(), tally);
        if (whole.success()
            && !DateSlices.round(whole.matches())
            && tally.allDiffer(whole.matches())) {
          return result(
              Count.exact(whole.matches(), "C-FIND PATIENT level, " + whole.end()), tally);
        }
      }
      new DateSlices(
              range ->
                  listing.ask(Asks.COUNT_PATIENTS_OF_STUDIES, Ask.patientsOfStudies(range), tally),
              _ -> {},
              lastDay)
          .count();
      long least = tally.distinctAtLeast();
      Count patients =
          least == 0
              ? Count.not("the server gives no Patient ID")
              : Count.atLeast(least, "distinct Patient IDs of studies, by a keyed sketch");
      return result(patients, tally);
    }
  }

  private static Result result(Count patients, PatientTally tally) {
    return new Result(patients, tally.ids() == 0 ? Optional.empty() : Optional.of(tally.shaped()));
  }
}
