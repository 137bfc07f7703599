package huisclos.probe.dimse;

import huisclos.probe.finding.Count;
import huisclos.probe.finding.DateSpan;
import huisclos.probe.wire.DialException;
import java.time.LocalDate;
import java.util.Optional;

/**
 * Counts studies by a query that asks for UIDs, dates and numbers only, so that no name crosses the
 * wire. Of one thread.
 */
final class StudyCount {
  private final Listing listing;
  private final LocalDate lastDay;
  private StudyTally asked = new StudyTally(DateRange.all());
  private Optional<StudyTally> whole = Optional.empty();
  private boolean sliced;
  private long told;
  private long instances;
  private int earliest = Integer.MAX_VALUE;
  private int latest;

  /**
   * @param today on the probe's clock
   */
  StudyCount(Listing listing, LocalDate today) {
    this.listing = listing;
    this.lastDay = today.plusDays(1);
  }

  /**
   * What a count came to.
   *
   * @param studies with its worth
   * @param instances likewise
   */
  record Result(Count studies, Count instances, Optional<DateSpan> span) {}

  /** Counts. */
  Result count() throws DialException {
    Count studies = new DateSlices(this::ask, _ -> add(asked), lastDay).count();
    if (!sliced) {
      whole.ifPresent(this::add);
    }
    return new Result(studies, instancesOf(studies), StudyTally.span(earliest, latest));
  }

  private DateSlices.Slice ask(DateRange range) throws DialException {
    asked = new StudyTally(range);
    if (whole.isEmpty()) {
      whole = Optional.of(asked);
    }
    DateSlices.Slice slice = listing.ask(Asks.COUNT, Ask.studies(range), asked);
    return new DateSlices.Slice(
        slice.matches(), slice.success(), asked.outside(), slice.end(), slice.over());
  }

  private void add(StudyTally tally) {
    sliced = true;
    told += tally.told();
    instances += tally.instances();
    earliest = Math.min(earliest, tally.earliest());
    latest = Math.max(latest, tally.latest());
  }

  private Count instancesOf(Count studies) {
    if (told == 0) {
      return studies.kind() == Count.Kind.EXACT && studies.number() == 0
          ? Count.exact(0, "no study, no instance")
          : Count.not("the server doesn't tell instances per study");
    }
    return studies.kind() == Count.Kind.EXACT && told == studies.number()
        ? Count.exact(instances, "sum of Number of Study Related Instances")
        : Count.atLeast(instances, "told for " + told + " studies");
  }
}
