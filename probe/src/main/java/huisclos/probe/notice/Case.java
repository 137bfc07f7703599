package huisclos.probe.notice;

import huisclos.probe.finding.Finding;
import huisclos.probe.report.OwnerRow;
import huisclos.probe.results.Told;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What an owner is told about.
 *
 * @param row the owner and what it comes to
 * @param doors the open doors, at most {@value #MAX_DOORS}
 * @param found when the first of them was first seen open
 * @param seen when they were last seen open
 * @param country of the first
 * @param told when the owner was told last
 */
public record Case(
    OwnerRow row,
    List<Finding> doors,
    Instant found,
    Instant seen,
    String country,
    Optional<Told> told) {
  /** Doors that one letter lists at most. */
  public static final int MAX_DOORS = 50;

  public Case {
    doors = List.copyOf(doors);
    if (doors.isEmpty()) {
      throw new IllegalArgumentException("a case has an open door");
    }
  }
}
