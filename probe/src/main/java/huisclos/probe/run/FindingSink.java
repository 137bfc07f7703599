package huisclos.probe.run;

import huisclos.probe.finding.Finding;
import huisclos.probe.results.Sweep;

/**
 * Where findings go. Thread-safe. One that can't be kept is a {@link java.io.UncheckedIOException},
 * and ends the run.
 */
public interface FindingSink {
  /** One finding. */
  void found(Finding finding);

  /**
   * All hosts before {@code doneUpTo} in the run's order are through, and what they found was
   * handed over before.
   */
  void reached(long doneUpTo, Sweep soFar);
}
