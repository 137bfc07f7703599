package huisclos.gate;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A device by its application entity title, and what it may do. Immutable.
 *
 * @param aet its title, valid by {@link AeTitle}, without padding
 * @param verbs what it is granted; empty grants nothing but C-ECHO
 * @param moveTo titles that it may name as move destinations; empty allows none
 * @param added when it was added or last replaced
 */
public record Device(String aet, Set<Verb> verbs, Set<String> moveTo, Instant added) {
  public Device {
    if (!AeTitle.of(aet).equals(Optional.of(aet))) {
      throw new IllegalArgumentException("not an application entity title");
    }
    verbs = Set.copyOf(verbs);
    moveTo = Set.copyOf(moveTo);
  }
}
