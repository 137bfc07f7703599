package huisclos.probe.results;

/**
 * How far a run got, durably.
 *
 * @param doneUpTo every place in the permuted order below this one was visited, and what was found
 *     there is in the store
 * @param sweep what was dialled so far
 */
public record Progress(long doneUpTo, Sweep sweep) {
  /** At the beginning. */
  public static Progress none() {
    return new Progress(0, Sweep.none());
  }
}
