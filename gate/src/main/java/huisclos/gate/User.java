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
 * @param verbs what the person is granted beside the roles
 * @param roles what the person is here; see {@link Policy}
 * @param physicians the person's names as examinations state them, DICOM person names
 * @param devices titles of the devices where the person may be named; empty means any
 * @param added when
 * @param suspendedAt since when the person may not come in
 */
public record User(
    String name,
    String subject,
    Set<Verb> verbs,
    Set<Role> roles,
    Set<String> physicians,
    Set<String> devices,
    Instant added,
    Optional<Instant> suspendedAt) {
  /** Most names as a physician. */
  public static final int MAX_PHYSICIANS = 16;

  /** Longest name as a physician, characters: three groups of 64. */
  public static final int MAX_PHYSICIAN_CHARS = 194;

  public User {
    if (!UserName.of(name).equals(Optional.of(name)) || subject.isBlank()) {
      throw new IllegalArgumentException("not a user name");
    }
    verbs = Set.copyOf(verbs);
    devices = Set.copyOf(devices);
    roles = Set.copyOf(roles);
    physicians = Set.copyOf(physicians);
    if (!arePhysicians(physicians)) {
      throw new IllegalArgumentException("not names of a physician");
    }
  }

  /** Without roles. */
  public User(
      String name,
      String subject,
      Set<Verb> verbs,
      Set<String> devices,
      Instant added,
      Optional<Instant> suspendedAt) {
    this(name, subject, verbs, Set.of(), Set.of(), devices, added, suspendedAt);
  }

  /** Whether these can be a person's names as a physician: each at least a letter or a digit. */
  static boolean arePhysicians(Set<String> names) {
    return names.size() <= MAX_PHYSICIANS
        && names.stream()
            .allMatch(name ->
                name.length() <= MAX_PHYSICIAN_CHARS
                    && name.indexOf('\\') < 0
                    && name.codePoints()
                        .noneMatch(c -> Character.isISOControl(c) || c == '*' || c == '?')
                    && name.codePoints().anyMatch(Character::isLetterOrDigit));
  }

  /** The same with these roles and names as a physician. */
  public User as(Set<Role> roles, Set<String> physicians) {
    return new User(name, subject, verbs, roles, physicians, devices, added, suspendedAt);
  }

  /** The same, suspended or not. */
  public User suspended(Optional<Instant> at) {
    return new User(name, subject, verbs, roles, physicians, devices, added, at);
  }

  /** Whether the person may be named at this device. */
  public boolean mayUse(String aet) {
    return devices.isEmpty() || devices.contains(aet);
  }
}
