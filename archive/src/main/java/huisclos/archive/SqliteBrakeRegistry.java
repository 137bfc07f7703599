package huisclos.archive;

import huisclos.gate.Brake;
import huisclos.gate.BrakeRegistry;
import huisclos.gate.Budget;
import huisclos.gate.Spender;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The brakes of a site in its index database. Every write is synced when it returns; what was
 * decided is read from a copy at most {@value #FRESH_NANOS} ns old and renewed by each own change.
 * Reading has a connection of its own and waits for no write. Thread-safe; a failing database is an
 * {@link UncheckedIOException}.
 */
public final class SqliteBrakeRegistry implements BrakeRegistry, AutoCloseable {
  private static final long FRESH_NANOS = 500_000_000L;

  private static final String COLUMNS =
      "SELECT spender, per_hour, per_day, lifted_until, frozen_at FROM brake";
  private static final String SELECT_ONE = COLUMNS + " WHERE spender = ?";
  private static final String PUT =
      "INSERT OR REPLACE INTO brake (spender, per_hour, per_day, lifted_until, frozen_at)"
          + " VALUES (?, ?, ?, ?, ?)";
  private static final String SPENT =
      "SELECT record, at FROM brake_spent WHERE spender = ? AND at > ?";
  private static final String SPEND =
      "INSERT OR REPLACE INTO brake_spent (spender, record, at) VALUES (?, ?, ?)";
  private static final String FORGET = "DELETE FROM brake_spent WHERE at <= ?";
  private static final String FORGIVE = "DELETE FROM brake_spent WHERE spender = ?";

  private final TwoSessions sessions;
  private final Object fresh = new Object();
  private volatile @Nullable Snapshot snapshot;
  private long changes;

  private record Snapshot(NavigableMap<String, Brake> brakes, long readAt) {}

  private SqliteBrakeRegistry(TwoSessions sessions) {
    this.sessions = sessions;
  }

  /** Opens the brakes of a home, creating or migrating its index where needed. */
  public static SqliteBrakeRegistry open(Path home) throws IOException {
    return new SqliteBrakeRegistry(TwoSessions.open(home, "the brakes can't be reached"));
  }

  @Override
  public Brake brake(Spender spender) {
    Brake known = snapshot().brakes().get(spender.word());
    return known == null ? Brake.of(spender) : known;
  }

  @Override
  public List<Brake> brakes() {
    return List.copyOf(snapshot().brakes().values());
  }

  @Override
  public Brake change(Spender spender, UnaryOperator<Brake> change) {
    try {
      return sessions.change(session -> {
        Brake before =
            session
                .first(SELECT_ONE, SqliteBrakeRegistry::brake, spender.word())
                .flatMap(found -> found)
                .orElseGet(() -> Brake.of(spender));
        Brake after = change.apply(before);
        session.update(
            PUT,
            spender.word(),
            after.own().map(Budget::hour).orElse(null),
            after.own().map(Budget::day).orElse(null),
            after.liftedUntil().map(Instant::toEpochMilli).orElse(null),
            after.frozenAt().map(Instant::toEpochMilli).orElse(null));
        return after;
      });
    } finally {
      synchronized (fresh) {
        changes++;
        snapshot = null;
      }
    }
  }

  @Override
  public Map<String, Instant> spent(Spender spender, Instant after) {
    return sessions.read(session -> {
      Map<String, Instant> spent = new HashMap<>();
      session.each(
          SPENT,
          row -> {
            spent.put(row.getString(1), Instant.ofEpochMilli(row.getLong(2)));
            return true;
          },
          spender.word(),
          after.toEpochMilli());
      return spent;
    });
  }

  @Override
  public void spend(Spender spender, Set<String> records, Instant at, Instant forget) {
    var _ =
        sessions.change(session -> {
          for (String record : records) {
            session.update(SPEND, spender.word(), record, at.toEpochMilli());
          }
          return session.update(FORGET, forget.toEpochMilli());
        });
  }

  @Override
  public void forgive(Spender spender) {
    var _ = sessions.change(session -> session.update(FORGIVE, spender.word()));
  }

  private Snapshot snapshot() {
    Snapshot current = snapshot;
    long now = System.nanoTime();
    if (current == null || now - current.readAt() > FRESH_NANOS) {
      long before;
      synchronized (fresh) {
        before = changes;
      }
      current = sessions.read(session -> new Snapshot(readBrakes(session), now));
      synchronized (fresh) {
        // What was read beside a change is good for its reader, not for those who come later.
        if (changes == before) {
          snapshot = current;
        }
      }
    }
    return current;
  }

  private static NavigableMap<String, Brake> readBrakes(Session session) throws SQLException {
    NavigableMap<String, Brake> brakes = new TreeMap<>();
    session.each(
        COLUMNS,
        row -> {
          brake(row).ifPresent(brake -> brakes.put(brake.spender().word(), brake));
          return true;
        });
    return brakes;
  }

  private static Optional<Brake> brake(ResultSet row) throws SQLException {
    Optional<Spender> spender = Spender.parse(row.getString(1));
    int hour = row.getInt(2);
    int day = row.getInt(3);
    Optional<Budget> own = row.wasNull() ? Optional.empty() : Optional.of(new Budget(hour, day));
    Optional<Instant> lifted = instant(row, 4);
    Optional<Instant> frozen = instant(row, 5);
    return spender.map(who -> new Brake(who, own, lifted, frozen));
  }

  private static Optional<Instant> instant(ResultSet row, int column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
  }

  @Override
  public void close() throws IOException {
    sessions.close();
  }
}
