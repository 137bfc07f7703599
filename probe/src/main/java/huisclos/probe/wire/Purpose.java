package huisclos.probe.wire;

import huisclos.probe.finding.Rung;

/**
 * What is sent and what for: the unit in which a scope allows, a plan lists and the trail records.
 *
 * @param rung the rung it is sent for
 * @param what in fixed words, such as {@code A-ASSOCIATE-RQ, 12 contexts}; no value of anybody; at
 *     most 160 characters
 * @param namesCross whether its answer makes patients' names or identifiers cross the wire: allowed
 *     only where that server's owner signed it
 */
public record Purpose(Rung rung, String what, boolean namesCross) {
  /** Longest wording, characters. */
  public static final int MAX_CHARS = 160;

  public Purpose {
    if (what.isEmpty() || what.length() > MAX_CHARS) {
      throw new IllegalArgumentException("a purpose is 1 to 160 characters");
    }
  }

  /** Nothing of a patient comes back. */
  public static Purpose of(Rung rung, String what) {
    return new Purpose(rung, what, false);
  }

  /** Names come back. */
  public static Purpose withNames(Rung rung, String what) {
    return new Purpose(rung, what, true);
  }
}
