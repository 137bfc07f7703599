package huisclos.gate;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Where {@link Alerts} keep what was raised. Owned here, kept by the archive's index; {@code
 * AlertRegistryContract} in this room's tests is what an implementation must pass. Safe from many
 * threads; a change is durable when it returns. A store that fails throws an unchecked exception.
 */
public interface AlertRegistry {
  /** Open alerts that are kept; a further one is refused. */
  int MAX_OPEN = 500;

  /** Acknowledged alerts that are kept; the oldest go. */
  int MAX_ACKNOWLEDGED = 1_000;

  /** An open alert that is raised again is told again after this long, not before. */
  Duration QUIET = Duration.ofHours(1);

  /**
   * What became of it.
   *
   * @param alert as it is now
   * @param tell whether it is new, or was last told {@link #QUIET} ago
   */
  record Raised(Alert alert, boolean tell) {}

  /**
   * Adds to the open alert of this kind and subject, or opens one.
   *
   * @return empty if too many are open
   */
  Optional<Raised> raise(AlertKind kind, String subject, String what, Instant at);

  /** All that are kept, open ones first, each newest first. */
  List<Alert> alerts();

  /** Closes an alert; false if none of the id is open. */
  boolean acknowledge(long id, Instant at);
}
