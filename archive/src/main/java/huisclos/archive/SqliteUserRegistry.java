package huisclos.archive;

import huisclos.gate.Role;
import huisclos.gate.User;
import huisclos.gate.UserRegistry;
import huisclos.gate.Verb;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The people of a site in its index database, read and kept as {@link SqliteDeviceRegistry} does:
 * every write is synced when it returns, reads come from a copy at most {@value #FRESH_NANOS} ns
 * old. Thread-safe; a failing database is an {@link UncheckedIOException}.
 */
public final class SqliteUserRegistry implements UserRegistry, AutoCloseable {
  private static final long FRESH_NANOS = 500_000_000L;

  /** Neither AE titles nor user names hold a backslash. */
  private static final String SEPARATOR = "\\";

  private static final String SELECT_PEOPLE =
      "SELECT name, subject, verbs, roles, physicians, devices, added, suspended_at FROM person";
  private static final String SELECT_PASSWORD = "SELECT password FROM person WHERE name = ?";
  private static final String COUNT_PERSON =
      "SELECT count(*) FROM person WHERE name = ? OR subject = ?";
  private static final String INSERT_PERSON =
      "INSERT INTO person (name, subject, verbs, roles, physicians, devices, added, suspended_at,"
          + " password) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";
  private static final String CHANGE_ROLES =
      "UPDATE person SET roles = ?, physicians = ? WHERE name = ?";
  private static final String SET_PASSWORD = "UPDATE person SET password = ? WHERE name = ?";
  private static final String SUSPEND_PERSON = "UPDATE person SET suspended_at = ? WHERE name = ?";
  private static final String DELETE_PERSON = "DELETE FROM person WHERE name = ?";
  private static final String SELECT_VOUCHING = "SELECT aet FROM vouching_device";
  private static final String INSERT_VOUCHING =
      "INSERT OR IGNORE INTO vouching_device (aet) VALUES (?)";
  private static final String DELETE_VOUCHING = "DELETE FROM vouching_device WHERE aet = ?";

  private final Session session;
  private @Nullable Snapshot snapshot;

  private record Snapshot(NavigableMap<String, User> users, Set<String> vouching, long readAt) {}

  private interface Work<T> {
    T run() throws SQLException;
  }

  private SqliteUserRegistry(Session session) {
    this.session = session;
  }

  /** Opens the register of a home, creating or migrating its index where needed. */
  public static SqliteUserRegistry open(Path home) throws IOException {
    return new SqliteUserRegistry(IndexDatabase.openForAdministration(home));
  }

  @Override
  public List<User> users() {
    return List.copyOf(snapshot().users().values());
  }

  @Override
  public Optional<User> user(String name) {
    return Optional.ofNullable(snapshot().users().get(name));
  }

  @Override
  public Optional<User> subject(String subject) {
    return snapshot().users().values().stream()
        .filter(u -> u.subject().equals(subject))
        .findFirst();
  }

  @Override
  public synchronized Optional<byte[]> password(String name) {
    return read(() -> {
      byte @Nullable [][] found = new byte[1][];
      session.each(
          SELECT_PASSWORD,
          row -> {
            found[0] = row.getBytes(1);
            return false;
          },
          name);
      return Optional.ofNullable(found[0]);
    });
  }

  @Override
  public boolean add(User user, Optional<byte[]> sealedPassword) {
    return change(() -> {
      if (session.number(COUNT_PERSON, user.name(), user.subject()) > 0) {
        return false;
      }
      session.update(
          INSERT_PERSON,
          user.name(),
          user.subject(),
          joined(user.verbs()),
          joined(user.roles()),
          String.join(SEPARATOR, new TreeSet<>(user.physicians())),
          String.join(SEPARATOR, new TreeSet<>(user.devices())),
          user.added().toString(),
          user.suspendedAt().map(Instant::toString).orElse(null),
          sealedPassword.orElse(null));
      return true;
    });
  }

  @Override
  public boolean setPassword(String name, byte[] sealed) {
    return change(() -> session.update(SET_PASSWORD, sealed, name) > 0);
  }

  @Override
  public boolean suspend(String name, Optional<Instant> at) {
    return change(
        () -> session.update(SUSPEND_PERSON, at.map(Instant::toString).orElse(null), name) > 0);
  }

  @Override
  public boolean roles(String name, Set<Role> roles, Set<String> physicians) {
    return change(() ->
        session.update(
                CHANGE_ROLES,
                joined(roles),
                String.join(SEPARATOR, new TreeSet<>(physicians)),
                name)
            > 0);
  }

  private static String joined(Set<? extends Enum<?>> words) {
    return words.stream().map(Enum::name).sorted().collect(Collectors.joining(SEPARATOR));
  }

  @Override
  public boolean remove(String name) {
    return change(() -> session.update(DELETE_PERSON, name) > 0);
  }

  @Override
  public boolean vouches(String aet) {
    return snapshot().vouching().contains(aet);
  }

  @Override
  public void setVouching(String aet, boolean vouches) {
    var _ = change(() -> session.update(vouches ? INSERT_VOUCHING : DELETE_VOUCHING, aet) > 0);
  }

  private synchronized boolean change(Work<Boolean> work) {
    snapshot = null;
    return read(() -> session.transaction(_ -> work.run()));
  }

  private synchronized Snapshot snapshot() {
    Snapshot current = snapshot;
    long now = System.nanoTime();
    if (current == null || now - current.readAt() > FRESH_NANOS) {
      current = read(() -> new Snapshot(readPeople(), readVouching(), now));
      snapshot = current;
    }
    return current;
  }

  private NavigableMap<String, User> readPeople() throws SQLException {
    NavigableMap<String, User> users = new TreeMap<>();
    session.each(
        SELECT_PEOPLE,
        row -> {
          User user = user(row);
          users.put(user.name(), user);
          return true;
        });
    return users;
  }

  private static User user(ResultSet row) throws SQLException {
    return new User(
        row.getString(1),
        row.getString(2),
        split(row.getString(3)).stream().map(Verb::valueOf).collect(Collectors.toSet()),
        split(row.getString(4)).stream().map(Role::valueOf).collect(Collectors.toSet()),
        Set.copyOf(split(row.getString(5))),
        Set.copyOf(split(row.getString(6))),
        Instant.parse(row.getString(7)),
        Optional.ofNullable(row.getString(8)).map(Instant::parse));
  }

  private Set<String> readVouching() throws SQLException {
    Set<String> titles = new HashSet<>();
    session.each(
        SELECT_VOUCHING,
        row -> {
          titles.add(row.getString(1));
          return true;
        });
    return titles;
  }

  private static List<String> split(String joined) {
    return joined.isEmpty() ? List.of() : Arrays.asList(joined.split("\\\\", -1));
  }

  private static <T> T read(Work<T> work) {
    try {
      return work.run();
    } catch (SQLException e) {
      throw new UncheckedIOException(
          new ArchiveException("the register of people can't be reached", e));
    }
  }

  @Override
  public synchronized void close() throws IOException {
    try {
      session.close();
    } catch (SQLException e) {
      throw new ArchiveException("the register of people can't be closed", e);
    }
  }
}
