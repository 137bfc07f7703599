package huisclos.archive;

import java.util.List;

/** What became of an order that came. */
public sealed interface OrderOutcome {
  /**
   * Kept, and on record.
   *
   * @param ids the internal ids of its scheduled steps
   * @param added how many of them are new
   */
  record Placed(List<String> ids, int added) implements OrderOutcome {}

  /** Not kept: an attribute that a worklist needs is missing or malformed. */
  record Invalid(OrderProblem problem, int tag) implements OrderOutcome {}

  /** Not kept: there are {@link OrderLimits#MAX_ENTRIES} entries. */
  record TooMany() implements OrderOutcome {}
}
