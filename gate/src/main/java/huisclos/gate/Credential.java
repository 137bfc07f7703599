package huisclos.gate;

import java.util.Optional;

/**
 * What somebody came in by, for as long as they are in: a session or a token. Asked at each
 * decision, so that one that has ended, been signed out or revoked opens nothing more. Safe from
 * many threads; an unchecked exception is a no.
 */
@FunctionalInterface
public interface Credential {
  /** Why it is no longer good; empty while it is. */
  Optional<Reason> objection();
}
