package huisclos.probe.finding;

import java.util.Optional;

/**
 * How much a stranger could list at a door.
 *
 * @param patients counted only where a route shows no names, or its owner signed that they may
 *     cross
 * @param studies examinations
 * @param instances images and other objects
 * @param span their study dates
 * @param socialSecurityShape whether Patient IDs have the shape of a US social security number;
 *     asked only with the owner's signature
 */
public record Exposure(
    Count patients,
    Count studies,
    Count instances,
    Optional<DateSpan> span,
    Optional<Boolean> socialSecurityShape) {

  /** Nothing was counted, for this reason. */
  public static Exposure none(String why) {
    Count not = Count.not(why);
    return new Exposure(not, not, not, Optional.empty(), Optional.empty());
  }

  /** Whether anything was counted. */
  public boolean counted() {
    return patients.kind() != Count.Kind.NOT_COUNTED
        || studies.kind() != Count.Kind.NOT_COUNTED
        || instances.kind() != Count.Kind.NOT_COUNTED;
  }
}
