package huisclos.gate;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** People in memory; passes {@link UserRegistryContract}. */
public final class MemoryUserRegistry implements UserRegistry {
  private final Map<String, User> users = new TreeMap<>();
  private final Map<String, byte[]> passwords = new TreeMap<>();
  private final Set<String> vouching = new HashSet<>();

  /** An empty one. */
  public MemoryUserRegistry() {}

  @Override
  public synchronized List<User> users() {
    return List.copyOf(users.values());
  }

  @Override
  public synchronized Optional<User> user(String name) {
    return Optional.ofNullable(users.get(name));
  }

  @Override
  public synchronized Optional<User> subject(String subject) {
    return users.values().stream().filter(u -> u.subject().equals(subject)).findFirst();
  }

  @Override
  public synchronized Optional<byte[]> password(String name) {
    return Optional.ofNullable(passwords.get(name));
  }

  @Override
  public synchronized boolean setPassword(String name, byte[] sealed) {
    if (!users.containsKey(name)) {
      return false;
    }
    passwords.put(name, sealed.clone());
    return true;
  }

  @Override
  public synchronized boolean add(User user, Optional<byte[]> sealedPassword) {
    if (users.containsKey(user.name()) || subject(user.subject()).isPresent()) {
      return false;
    }
    users.put(user.name(), user);
    sealedPassword.ifPresent(p -> passwords.put(user.name(), p));
    return true;
  }

  @Override
  public synchronized boolean suspend(String name, Optional<Instant> at) {
    return users.computeIfPresent(name, (_, u) -> u.suspended(at)) != null;
  }

  @Override
  public synchronized boolean roles(String name, Set<Role> roles, Set<String> physicians) {
    return users.computeIfPresent(name, (_, u) -> u.as(roles, physicians)) != null;
  }

  @Override
  public synchronized boolean remove(String name) {
    passwords.remove(name);
    return users.remove(name) != null;
  }

  @Override
  public synchronized boolean vouches(String aet) {
    return vouching.contains(aet);
  }

  @Override
  public synchronized void setVouching(String aet, boolean vouches) {
    if (vouches) {
      vouching.add(aet);
    } else {
      vouching.remove(aet);
    }
  }
}
