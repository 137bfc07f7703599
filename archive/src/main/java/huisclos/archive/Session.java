package huisclos.archive;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One connection to the index and its prepared statements, each compiled once.
 *
 * <p>Used by one thread at a time. Arguments may be {@code null} (SQL NULL), {@link Long}, {@link
 * Integer}, {@link String} or {@code byte[]}.
 */
final class Session implements AutoCloseable {
  private final Connection connection;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();

  Session(Connection connection) {
    this.connection = connection;
  }

  /** Reads one row. */
  interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** Takes one row; false ends the reading. */
  interface RowSink {
    boolean accept(ResultSet row) throws SQLException;
  }

  /** Work within one transaction. */
  interface Work<T> {
    T run(Session session) throws SQLException;
  }

  /** Runs an INSERT, UPDATE or DELETE; how many rows it changed. */
  int update(String sql, @Nullable Object... arguments) throws SQLException {
    return bind(sql, arguments).executeUpdate();
  }

  /** The first row, if there is one. */
  <T> Optional<T> first(String sql, RowReader<T> reader, @Nullable Object... arguments)
      throws SQLException {
    try (ResultSet rows = bind(sql, arguments).executeQuery()) {
      return rows.next() ? Optional.of(reader.read(rows)) : Optional.empty();
    }
  }

  /** Every row until the sink has had enough. */
  void each(String sql, RowSink sink, @Nullable Object... arguments) throws SQLException {
    try (ResultSet rows = bind(sql, arguments).executeQuery()) {
      boolean more = rows.next();
      while (more) {
        more = sink.accept(rows) && rows.next();
      }
    }
  }

  /** The one number that the statement gives; 0 when it gives none. */
  long number(String sql, @Nullable Object... arguments) throws SQLException {
    return first(sql, row -> row.getLong(1), arguments).orElse(0L);
  }

  /** All of the work or nothing of it. */
  <T> T transaction(Work<T> work) throws SQLException {
    begin();
    boolean done = false;
    try {
      T result = work.run(this);
      commit();
      done = true;
      return result;
    } finally {
      if (!done) {
        rollback();
      }
    }
  }

  /** Opens a transaction; the caller ends it by {@link #commit} or {@link #rollback}. */
  void begin() throws SQLException {
    connection.setAutoCommit(false);
  }

  void commit() throws SQLException {
    connection.commit();
    connection.setAutoCommit(true);
  }

  /** Undoes an open transaction; never throws, so that the first failure is the one reported. */
  void rollback() {
    try {
      if (!connection.getAutoCommit()) {
        connection.rollback();
        connection.setAutoCommit(true);
      }
    } catch (SQLException e) {
      // The connection is broken: whatever comes next on it reports that.
      return;
    }
  }

  /** Runs statements that are not worth keeping. */
  void execute(String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  private PreparedStatement bind(String sql, @Nullable Object... arguments) throws SQLException {
    PreparedStatement statement = prepared.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      prepared.put(sql, statement);
    }
    for (int i = 0; i < arguments.length; i++) {
      switch (arguments[i]) {
        case null -> statement.setObject(i + 1, null);
        case Long value -> statement.setLong(i + 1, value);
        case Integer value -> statement.setInt(i + 1, value);
        case String value -> statement.setString(i + 1, value);
        case byte[] value -> statement.setBytes(i + 1, value);
        default -> throw new IllegalArgumentException("not a type the index binds");
      }
    }
    return statement;
  }

  @Override
  public void close() throws SQLException {
    for (PreparedStatement statement : prepared.values()) {
      statement.close();
    }
    prepared.clear();
    connection.close();
  }
}
