package huisclos.gate;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A person who may be named at the door. What one may do through a device is what both are granted.
 * Immutable.
 *
 * @param name how the person is called here and on the trail
 * @param subject the {@code sub} of the person's tokens
 * @param verbs what the person is granted
 * @param devices titles of the devices where the person may be named; empty means any
 * @param added when
 * @param suspendedAt since when the person may not come in
 */
public record User(
    String name,
    String subject,
    Set<Verb> verbs,
    Set<String> devices,
    Instant added,
    Optional<Instant> suspendedAt) {
  public User {
    if (!UserName.of(name).equals(Optional.of(name)) || subject.isBlank()) {
      throw new IllegalArgumentException("not a user name");
    }
    verbs = Set.copyOf(verbs);
    devices = Set.copyOf(devices);
  }

  /** Whether the person may be named at this device. */
  public boolean mayUse(String aet) {
    return devices.isEmpty() || devices.contains(aet);
  }
}
