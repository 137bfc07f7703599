package huisclos.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;

/**
 * Puts a damaged index aside and begins a new one with all that lies in the index alone: devices,
 * peers, people, orders, queues, rules. The rest is made from blobs and key ring when the archive
 * is opened next. For whoever holds the home's lock, with nothing else open.
 */
public final class IndexRepair {
  private static final Logger LOG = LoggerFactory.getLogger(IndexRepair.class);

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private static final String WAL = "-wal";
  private static final String SHM = "-shm";

  /** What is made from blobs and key ring, and what is only true of the file that it lies in. */
  private static final Set<String> NOT_CARRIED_OVER =
      Set.of(
          "flyway_schema_history",
          "sqlite_sequence",
          "setting",
          "indexed",
          "patient",
          "demographic",
          "demographic_token",
          "study",
          "study_token",
          "series",
          "instance",
          "conflict",
          "quarantine",
          "act",
          "act_study",
          "correction",
          "alias",
          "superseded",
          "deletion",
          "hold",
          "extra_study",
          "extra_study_token",
          "extra_series",
          "extra_series_token",
          "extra_instance",
          "extra_instance_token",
          "scrub_state",
          "scrub_finding");

  private final Path index;
  private final Path aside;
  private final List<String> incomplete = new ArrayList<>();
  private long rows;

  private IndexRepair(Path index, Path aside) {
    this.index = index;
    this.aside = aside;
  }

  /**
   * What became of a damaged index.
   *
   * @param done whether there is a new one; else nothing was changed
   * @param aside the name of the file that the damaged one has now
   * @param rows how many rows were carried over
   * @param incomplete tables that could not be read to their ends
   */
  public record Report(boolean done, String aside, long rows, List<String> incomplete) {
    public Report {
      incomplete = List.copyOf(incomplete);
    }
  }

  /** Whether what failed has to do with the index at all. */
  public static boolean isOfIndex(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException) {
        return true;
      }
    }
    return false;
  }

  /** Whether the index of a home is damaged in its form; reads all of it. */
  public static boolean isDamaged(Path home) {
    Path index = home.resolve(IndexDatabase.FILE);
    if (!Files.exists(index)) {
      return false;
    }
    try (Session session = connect(index)) {
      List<String> found = new ArrayList<>();
      session.each(ScrubSql.INTEGRITY, row -> found.add(row.getString(1)));
      return !found.equals(List.of("ok"));
    } catch (SQLException e) {
      return true;
    }
  }

  /**
   * Repairs.
   *
   * @param evenIfIncomplete whether to go on although a table that nothing else can tell of could
   *     not be read to its end; if not, such an index is left as it is
   */
  public static Report run(Path home, Clock clock, boolean evenIfIncomplete) throws IOException {
    Path index = home.resolve(IndexDatabase.FILE);
    Path aside =
        index.resolveSibling(IndexDatabase.FILE + ".damaged-" + STAMP.format(clock.instant()));
    return new IndexRepair(index, aside).run(evenIfIncomplete);
  }

  private Report run(boolean evenIfIncomplete) throws IOException {
    Path fresh = index.resolveSibling(IndexDatabase.FILE + ".new");
    delete(fresh);
    Files.deleteIfExists(beside(index, SHM));
    // The log goes with it under its new name: it may hold what the file does not yet.
    move(beside(index, WAL), beside(aside, WAL));
    move(index, aside);
    boolean done = false;
    try {
      carryOver(fresh);
      done = incomplete.isEmpty() || evenIfIncomplete;
      if (done) {
        DurableFiles.sync(fresh);
        Files.move(fresh, index, StandardCopyOption.ATOMIC_MOVE);
        DurableFiles.sync(index);
        LOG.warn(
            "the index was damaged and is kept as {}; {} rows were carried over to a new one",
            aside.getFileName(),
            rows);
      }
      return new Report(done, aside.getFileName().toString(), rows, incomplete);
    } catch (SQLException e) {
      throw new ArchiveException("a new index can't be made", e);
    } finally {
      if (!done) {
        delete(fresh);
        Files.deleteIfExists(beside(aside, SHM));
        move(beside(aside, WAL), beside(index, WAL));
        move(aside, index);
      }
    }
  }

  private void carryOver(Path fresh) throws IOException, SQLException {
    Files.createFile(
        fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try (Session to = IndexDatabase.connectForAdministration(fresh)) {
      Schema.prepare(fresh, to);
      to.execute("PRAGMA foreign_keys=OFF");
      List<String> tables = new ArrayList<>();
      to.each(ScrubSql.TABLES, row -> tables.add(row.getString(1)));
      tables.removeAll(NOT_CARRIED_OVER);
      to.begin();
      try (Session from = connect(aside)) {
        for (String table : tables) {
          copy(from, to, table);
        }
        knownInstances(from, to);
      } catch (SQLException e) {
        LOG.warn("the damaged index can't be read at all: {}", e.getClass().getName());
        incomplete.addAll(tables);
      }
      // Another vault's index is made anew: so will this one.
      to.update(Sql.INSERT_SETTING, "vault", "of an index that was damaged");
      to.commit();
    }
  }

  private void copy(Session from, Session to, String table) throws SQLException {
    List<String> columns = new ArrayList<>();
    to.each("PRAGMA table_info(" + table + ")", row -> columns.add(row.getString(2)));
    String list = String.join(", ", columns);
    String select = "SELECT " + list + " FROM " + table;
    String insert =
        "INSERT OR IGNORE INTO "
            + table
            + " ("
            + list
            + ") VALUES ("
            + String.join(", ", columns.stream().map(_ -> "?").toList())
            + ")";
    Optional<SQLException> broke = copy(from, to, select + " NOT INDEXED", insert, columns.size());
    if (broke.isPresent()) {
      incomplete.add(table);
      LOG.warn("table {} of the damaged index can't be read to its end", table);
      // From its other end, up to where it breaks.
      var _ = copy(from, to, select + " ORDER BY rowid DESC", insert, columns.size());
    }
  }

  /** Copies row by row; what stopped it. */
  private Optional<SQLException> copy(
      Session from, Session to, String select, String insert, int columns) {
    try {
      from.each(
          select,
          row -> {
            Object[] values = new Object[columns];
            for (int i = 0; i < columns; i++) {
              Object value = row.getObject(i + 1);
              values[i] = value instanceof Number number ? (Object) number.longValue() : value;
            }
            rows += to.update(insert, values);
            return true;
          });
      return Optional.empty();
    } catch (SQLException e) {
      return Optional.of(e);
    }
  }

  /** What was shown before: after the rebuild, what of it was not met is missing. */
  private static void knownInstances(Session from, Session to) {
    try {
      long now = System.currentTimeMillis();
      from.each(
          ScrubSql.SHOWN_INSTANCES,
          row -> {
            to.update(
                ScrubSql.INSERT_MISSING, row.getString(1), row.getString(2), row.getString(3), now);
            return true;
          });
    } catch (SQLException e) {
      LOG.warn("not all that the damaged index named can be read: what is missing isn't all known");
    }
  }

  private static Session connect(Path file) throws SQLException {
    return IndexDatabase.connect(file, SQLiteConfig.SynchronousMode.FULL, -4_096);
  }

  private static Path beside(Path file, String suffix) {
    return file.resolveSibling(file.getFileName() + suffix);
  }

  private static void move(Path from, Path to) throws IOException {
    if (Files.exists(from)) {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private static void delete(Path file) throws IOException {
    Files.deleteIfExists(file);
    Files.deleteIfExists(beside(file, WAL));
    Files.deleteIfExists(beside(file, SHM));
  }
}
