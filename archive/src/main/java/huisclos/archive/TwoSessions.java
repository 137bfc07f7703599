package huisclos.archive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;

/**
 * Two connections to the index: one whose commits are synced, and one that reads beside it, because
 * a writer may have to wait for another and readers never do. Thread-safe.
 */
final class TwoSessions implements AutoCloseable {
  private final Session writer;
  private final Session reader;
  private final String failure;

  private TwoSessions(Session writer, Session reader, String failure) {
    this.writer = writer;
    this.reader = reader;
    this.failure = failure;
  }

  /**
   * Opens both, creating or migrating the index where needed.
   *
   * @param failure what is said when the database fails
   */
  static TwoSessions open(Path home, String failure) throws IOException {
    Session writer = IndexDatabase.openForAdministration(home);
    return new TwoSessions(writer, IndexDatabase.openForAdministration(home), failure);
  }

  /** Writes, all or nothing; durable when it returns. */
  <T> T change(Session.Work<T> work) {
    synchronized (writer) {
      try {
        return writer.transaction(work);
      } catch (SQLException e) {
        throw failed(e);
      }
    }
  }

  <T> T read(Session.Work<T> work) {
    synchronized (reader) {
      try {
        return work.run(reader);
      } catch (SQLException e) {
        throw failed(e);
      }
    }
  }

  private UncheckedIOException failed(SQLException e) {
    return new UncheckedIOException(new ArchiveException(failure, e));
  }

  @Override
  public void close() throws IOException {
    try {
      synchronized (writer) {
        writer.close();
      }
      synchronized (reader) {
        reader.close();
      }
    } catch (SQLException e) {
      throw new ArchiveException(failure, e);
    }
  }
}
