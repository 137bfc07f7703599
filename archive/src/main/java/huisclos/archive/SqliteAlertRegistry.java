package huisclos.archive;

import huisclos.gate.Alert;
import huisclos.gate.AlertKind;
import huisclos.gate.AlertRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The alerts of a site in its index database. Every write is synced when it returns; reading has a
 * connection of its own and waits for no write. Thread-safe; a failing database is an {@link
 * UncheckedIOException}.
 */
public final class SqliteAlertRegistry implements AlertRegistry, AutoCloseable {
  private static final String COLUMNS =
      "SELECT id, kind, subject, what, first_at, last_at, times, acknowledged_at, told_at"
          + " FROM alert";
  private static final String SELECT =
      COLUMNS + " ORDER BY acknowledged_at IS NOT NULL, last_at DESC, id DESC";
  private static final String SELECT_OPEN =
      COLUMNS + " WHERE kind = ? AND subject = ? AND acknowledged_at IS NULL";
  private static final String COUNT_OPEN =
      "SELECT count(*) FROM alert WHERE acknowledged_at IS NULL";
  private static final String INSERT =
      "INSERT INTO alert (kind, subject, what, first_at, last_at, told_at, times)"
          + " VALUES (?, ?, ?, ?, ?, ?, 1)";
  private static final String AGAIN =
      "UPDATE alert SET what = ?, last_at = ?, told_at = ?, times = times + 1 WHERE id = ?";
  private static final String ACKNOWLEDGE =
      "UPDATE alert SET acknowledged_at = ? WHERE id = ? AND acknowledged_at IS NULL";
  private static final String PRUNE =
      "DELETE FROM alert WHERE acknowledged_at IS NOT NULL AND id NOT IN (SELECT id FROM alert"
          + " WHERE acknowledged_at IS NOT NULL ORDER BY acknowledged_at DESC, id DESC LIMIT ?)";

  private final TwoSessions sessions;

  private SqliteAlertRegistry(TwoSessions sessions) {
    this.sessions = sessions;
  }

  /** Opens the alerts of a home, creating or migrating its index where needed. */
  public static SqliteAlertRegistry open(Path home) throws IOException {
    return new SqliteAlertRegistry(TwoSessions.open(home, "the alerts can't be reached"));
  }

  private record Kept(Alert alert, Instant told) {}

  @Override
  public Optional<Raised> raise(AlertKind kind, String subject, String what, Instant at) {
    return sessions.change(session -> {
      Optional<Kept> open =
          session.first(SELECT_OPEN, SqliteAlertRegistry::kept, kind.word(), subject);
      if (open.isEmpty()) {
        boolean room =
            session.number(COUNT_OPEN) < MAX_OPEN || kind.equals(AlertKind.TOO_MANY_ALERTS);
        if (!room) {
          return Optional.empty();
        }
        long now = at.toEpochMilli();
        session.update(INSERT, kind.word(), subject, what, now, now, now);
        return Optional.of(new Raised(reread(session, kind, subject), true));
      }
      boolean tell = !at.isBefore(open.get().told().plus(QUIET));
      session.update(
          AGAIN,
          what,
          at.toEpochMilli(),
          (tell ? at : open.get().told()).toEpochMilli(),
          open.get().alert().id());
      return Optional.of(new Raised(reread(session, kind, subject), tell));
    });
  }

  private static Alert reread(Session session, AlertKind kind, String subject) throws SQLException {
    return session
        .first(SELECT_OPEN, SqliteAlertRegistry::kept, kind.word(), subject)
        .orElseThrow()
        .alert();
  }

  @Override
  public List<Alert> alerts() {
    return sessions.read(session -> {
      List<Alert> alerts = new ArrayList<>();
      session.each(SELECT, row -> alerts.add(kept(row).alert()));
      return List.copyOf(alerts);
    });
  }

  @Override
  public boolean acknowledge(long id, Instant at) {
    return sessions.change(session -> {
      boolean done = session.update(ACKNOWLEDGE, at.toEpochMilli(), id) > 0;
      session.update(PRUNE, MAX_ACKNOWLEDGED);
      return done;
    });
  }

  private static Kept kept(ResultSet row) throws SQLException {
    long acknowledged = row.getLong(8);
    Optional<Instant> closed =
        row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(acknowledged));
    return new Kept(
        new Alert(
            row.getLong(1),
            new AlertKind(row.getString(2)),
            row.getString(3),
            row.getString(4),
            Instant.ofEpochMilli(row.getLong(5)),
            Instant.ofEpochMilli(row.getLong(6)),
            row.getLong(7),
            closed),
        Instant.ofEpochMilli(row.getLong(9)));
  }

  @Override
  public void close() throws IOException {
    sessions.close();
  }
}
