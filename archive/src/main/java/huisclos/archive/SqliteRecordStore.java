package huisclos.archive;

import huisclos.gate.RecordStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The gate's records in a home's index database. Every write is synced when it returns; reading has
 * a connection of its own and waits for no write. Thread-safe; a failing database is an {@link
 * UncheckedIOException}.
 */
public final class SqliteRecordStore implements RecordStore, AutoCloseable {
  private static final String SELECT = "SELECT value FROM gate_record WHERE kind = ? AND key = ?";
  private static final String LIST =
      "SELECT key, value FROM gate_record WHERE kind = ? AND key BETWEEN ? AND ?";
  private static final String INSERT =
      "INSERT OR IGNORE INTO gate_record (kind, key, value) VALUES (?, ?, ?)";
  private static final String REPLACE =
      "UPDATE gate_record SET value = ? WHERE kind = ? AND key = ? AND value = ?";
  private static final String PUT =
      "INSERT INTO gate_record (kind, key, value) VALUES (?, ?, ?)"
          + " ON CONFLICT (kind, key) DO UPDATE SET value = excluded.value";
  private static final String DELETE = "DELETE FROM gate_record WHERE kind = ? AND key = ?";

  /** Sorts after whatever may follow a prefix: the last code point, as UTF-8 bytes compare. */
  private static final String LAST = Character.toString(Character.MAX_CODE_POINT);

  private final TwoSessions sessions;

  private SqliteRecordStore(TwoSessions sessions) {
    this.sessions = sessions;
  }

  /** Opens the records of a home, creating or migrating its index where needed. */
  public static SqliteRecordStore open(Path home) throws IOException {
    return new SqliteRecordStore(TwoSessions.open(home, "the gate's records can't be reached"));
  }

  @Override
  public Optional<byte[]> get(String kind, String key) {
    return sessions.read(session -> session.first(SELECT, row -> row.getBytes(1), kind, key));
  }

  @Override
  public SortedMap<String, byte[]> list(String kind, String prefix) {
    return sessions.read(session -> {
      SortedMap<String, byte[]> found = new TreeMap<>();
      session.each(
          LIST,
          row -> {
            found.put(row.getString(1), row.getBytes(2));
            return true;
          },
          kind,
          prefix,
          prefix + LAST);
      return found;
    });
  }

  @Override
  public boolean add(String kind, String key, byte[] bytes) {
    RecordStore.check(kind, key, bytes);
    return sessions.change(session -> session.update(INSERT, kind, key, bytes) > 0);
  }

  @Override
  public boolean replace(String kind, String key, byte[] old, byte[] bytes) {
    RecordStore.check(kind, key, bytes);
    return sessions.change(session -> session.update(REPLACE, bytes, kind, key, old) > 0);
  }

  @Override
  public void put(String kind, String key, byte[] bytes) {
    RecordStore.check(kind, key, bytes);
    var _ = sessions.change(session -> session.update(PUT, kind, key, bytes));
  }

  @Override
  public boolean remove(String kind, String key) {
    return sessions.change(session -> session.update(DELETE, kind, key) > 0);
  }

  @Override
  public void close() throws IOException {
    sessions.close();
  }
}
