package huisclos.archive;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.sqlite.JDBC;
import org.sqlite.SQLiteConfig;

/**
 * The index database and its connections: one for ingest, one for administrative writes, a few for
 * reading.
 *
 * <p>Ingest commits without a sync ({@code synchronous=NORMAL} in WAL mode): what a power cut takes
 * is rebuilt from blobs, key ring and trail. Administrative writes (devices, revocations, settings)
 * have no other home and are synced ({@code FULL}), together with all that was committed before.
 * Thread-safe.
 */
final class IndexDatabase implements AutoCloseable {
  /** Its file in the home. */
  static final String FILE = "index.db";

  /** Queries that read at once; more wait their turn. */
  static final int READERS = 4;

  /** How long a writer waits for the other, in milliseconds. */
  private static final int BUSY_MILLIS = 20_000;

  /** Pages of write-ahead log after which a commit copies them into the database. */
  private static final int CHECKPOINT_PAGES = 4_000;

  /** Page cache of a writing and of a reading connection, in KiB (a negative page count). */
  private static final int WRITER_CACHE = -16_384;

  private static final int READER_CACHE = -4_096;

  private final Path file;
  private final Session ingest;
  private final Session admin;
  private final BlockingQueue<Session> idle = new ArrayBlockingQueue<>(READERS);
  private final List<Session> readers = new ArrayList<>();

  private IndexDatabase(Path file, Session ingest, Session admin) {
    this.file = file;
    this.ingest = ingest;
    this.admin = admin;
  }

  /**
   * Opens the index of a home, creates or migrates it.
   *
   * @throws ArchiveException if it can't be read, or is of a later version than this program
   */
  static IndexDatabase open(Path home) throws IOException {
    Path file = existing(home);
    try {
      Session ingest = connect(file, SQLiteConfig.SynchronousMode.NORMAL, WRITER_CACHE);
      Schema.prepare(file, ingest);
      Session admin = connect(file, SQLiteConfig.SynchronousMode.FULL, READER_CACHE);
      IndexDatabase database = new IndexDatabase(file, ingest, admin);
      for (int i = 0; i < READERS; i++) {
        Session reader = connect(file, SQLiteConfig.SynchronousMode.NORMAL, READER_CACHE);
        database.readers.add(reader);
        database.idle.add(reader);
      }
      return database;
    } catch (SQLException e) {
      throw new ArchiveException("the index can't be opened", e);
    }
  }

  /**
   * One connection for administrative writes, to an index that is created or migrated if needed.
   */
  static Session openForAdministration(Path home) throws IOException {
    Path file = existing(home);
    try {
      Session session = connectForAdministration(file);
      Schema.prepare(file, session);
      return session;
    } catch (SQLException e) {
      throw new ArchiveException("the index can't be opened", e);
    }
  }

  /** The database's file, made empty for its owner alone if there is none. */
  private static Path existing(Path home) throws IOException {
    Path file = home.resolve(FILE);
    try {
      // SQLite gives its -wal and -shm files the permissions of the database.
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } catch (FileAlreadyExistsException e) {
      return file;
    }
    return file;
  }

  /** A connection whose commits are synced, to the index as it is. */
  static Session connectForAdministration(Path file) throws SQLException {
    return connect(file, SQLiteConfig.SynchronousMode.FULL, READER_CACHE);
  }

  static Session connect(Path file, SQLiteConfig.SynchronousMode sync, int cache)
      throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(sync);
    config.setTempStore(SQLiteConfig.TempStore.MEMORY);
    config.setBusyTimeout(BUSY_MILLIS);
    config.enforceForeignKeys(true);
    config.setCacheSize(cache);
    config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
    config.setPragma(SQLiteConfig.Pragma.SECURE_DELETE, "true");
    Session session =
        new Session(JDBC.createConnection("jdbc:sqlite:" + file, config.toProperties()));
    session.execute("PRAGMA wal_autocheckpoint=" + CHECKPOINT_PAGES);
    return session;
  }

  Path file() {
    return file;
  }

  /** The ingest connection; only the committer's thread, or recovery before it starts, uses it. */
  Session ingest() {
    return ingest;
  }

  /** Reads on one of the reading connections; waits for a free one. */
  <T> T read(Session.Work<T> work) throws ArchiveException {
    Session session;
    try {
      session = idle.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ArchiveException("interrupted while waiting for the index", e);
    }
    try {
      return work.run(session);
    } catch (SQLException e) {
      throw new ArchiveException("the index can't be read", e);
    } finally {
      idle.add(session);
    }
  }

  /** Writes, one caller at a time, all or nothing; durable when it returns. */
  <T> T administer(Session.Work<T> work) throws ArchiveException {
    synchronized (admin) {
      try {
        return admin.transaction(work);
      } catch (SQLException e) {
        throw new ArchiveException("the index can't be written", e);
      }
    }
  }

  @Override
  public void close() throws ArchiveException {
    try {
      // Each is taken back first, so that no query loses its connection under it.
      for (int i = 0; i < readers.size(); i++) {
        idle.take().close();
      }
      synchronized (admin) {
        admin.close();
      }
      ingest.close();
    } catch (SQLException e) {
      throw new ArchiveException("the index can't be closed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ArchiveException("interrupted while closing the index", e);
    }
  }
}
