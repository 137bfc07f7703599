package huisclos.archive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Up to which record of each log the registers of a home are known to agree with the trail; kept
 * with them, in the index. Every write is synced. Thread-safe.
 */
public final class SqliteAgreement implements AutoCloseable {
  /** What the names of its settings begin with; a log's id follows. */
  private static final String PREFIX = "trail-agreed.";

  private final Session session;

  private SqliteAgreement(Session session) {
    this.session = session;
  }

  /** Opens it, creating or migrating the index where needed. */
  public static SqliteAgreement open(Path home) throws IOException {
    return new SqliteAgreement(IndexDatabase.openForAdministration(home));
  }

  /** Numbers of records by log id; empty for a new index. */
  public synchronized Map<String, Long> upTo() {
    Map<String, Long> agreed = new LinkedHashMap<>();
    try {
      session.each(
          Sql.SELECT_AGREED,
          row -> {
            agreed.put(
                row.getString(1).substring(PREFIX.length()), Long.parseLong(row.getString(2)));
            return true;
          },
          PREFIX,
          PREFIX + "g");
    } catch (SQLException | NumberFormatException e) {
      // Read from its start, the trail tells all.
      return Map.of();
    }
    return agreed;
  }

  /** Remembers that they agree up to these records. */
  public synchronized void reached(Map<String, Long> records) {
    try {
      var _ =
          session.transaction(s -> {
            for (var log : records.entrySet()) {
              s.update(Sql.DELETE_SETTING, PREFIX + log.getKey());
              s.update(Sql.INSERT_SETTING, PREFIX + log.getKey(), Long.toString(log.getValue()));
            }
            return true;
          });
    } catch (SQLException e) {
      throw new UncheckedIOException(
          new ArchiveException("how far the registers agree with the trail can't be kept", e));
    }
  }

  @Override
  public synchronized void close() throws IOException {
    try {
      session.close();
    } catch (SQLException e) {
      throw new ArchiveException("the index can't be closed", e);
    }
  }
}
