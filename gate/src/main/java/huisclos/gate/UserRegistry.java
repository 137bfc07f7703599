package huisclos.gate;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The people of a site, and the devices whose word about them is taken.
 *
 * <p>Owned here, kept by the archive's index, with the promises of {@link DeviceRegistry}: atomic,
 * durable, thread-safe, seen at once here and within a second elsewhere; a store that fails throws
 * an unchecked exception and the gate says no. Passwords come and go sealed.
 */
public interface UserRegistry {
  /** Everybody, by name. */
  List<User> users();

  /** The person of this name. */
  Optional<User> user(String name);

  /** The person whose tokens name this subject. */
  Optional<User> subject(String subject);

  /** The sealed password of this person; empty when there is none. */
  Optional<byte[]> password(String name);

  /** Gives a person this sealed password instead; false if unknown. */
  boolean setPassword(String name, byte[] sealed);

  /**
   * Adds a person.
   *
   * @return false, and nothing is changed, when name or subject are known
   */
  boolean add(User user, Optional<byte[]> sealedPassword);

  /** Suspends a person from {@code at} on, or with nothing lets them in again; false if unknown. */
  boolean suspend(String name, Optional<Instant> at);

  /** Gives a person these roles and names as a physician instead; false if unknown. */
  boolean roles(String name, Set<Role> roles, Set<String> physicians);

  /** Forgets a person; false if unknown. */
  boolean remove(String name);

  /** Whether this device's word about a person's name is taken. */
  boolean vouches(String aet);

  /** Says whether it is. */
  void setVouching(String aet, boolean vouches);
}
