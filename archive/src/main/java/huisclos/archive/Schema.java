package huisclos.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.resource.LoadableResource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which version the index has, and how it becomes the current one.
 *
 * <p>Flyway migrates an older index. It costs 0.5 to 1.4 s of start-up, so it is asked only when
 * its own history table says that there is something to do; an empty file gets the same scripts
 * from here, with the history rows that Flyway would have written (a test lets Flyway validate
 * them). Before it changes anything the index is copied, see {@link IndexBackup}; an index of a
 * later version is refused.
 */
final class Schema {
  /** The version that this program reads and writes. */
  static final int CURRENT = 11;

  private static final String FOLDER = "schema/sqlite/";

  /** A migration: its version is its place in the list, from 1. */
  record Migration(String script, String description, int checksum) {}

  /** Never changed once released: a checksum is Flyway's over the script's lines. */
  static final List<Migration> MIGRATIONS =
      List.of(
          new Migration("V1__first_life.sql", "first life", 1443735885),
          new Migration("V2__peers.sql", "peers", 456513665),
          new Migration("V3__keeping_house.sql", "keeping house", -634432728),
          new Migration("V4__query_keys.sql", "query keys", 1569481360),
          new Migration("V5__orders.sql", "orders", 1331012738),
          new Migration("V6__people.sql", "people", -425604972),
          new Migration("V7__brakes.sql", "brakes", -1109773655),
          new Migration("V8__scrub.sql", "scrub", -1249128318),
          new Migration("V9__records.sql", "records", -719678310),
          new Migration("V10__roles.sql", "roles", -995628851),
          new Migration("V11__changes.sql", "changes", -464372147));

  private static final Logger LOG = LoggerFactory.getLogger(Schema.class);

  private Schema() {}

  static void prepare(Path file, Session session) throws SQLException, IOException {
    Optional<Integer> version = version(session);
    if (version.isEmpty()) {
      create(session);
    } else if (version.get() > CURRENT) {
      throw new ArchiveException(
          "the index is of a later version than this program (%d, known here: %d); start the version that wrote it"
              .formatted(version.get(), CURRENT));
    } else if (version.get() < CURRENT) {
      Path copy = IndexBackup.make(file, version.get(), Clock.systemUTC());
      LOG.info("the index is brought to version {}; as it was: {}", CURRENT, copy.getFileName());
      flyway(file).migrate();
    }
  }

  /** The version that the history table states; empty for a new file. */
  static Optional<Integer> version(Session session) throws SQLException {
    if (session.number(Sql.HAS_HISTORY) == 0) {
      return Optional.empty();
    }
    return session.first(Sql.LATEST_MIGRATION, row -> Integer.parseInt(row.getString(1)));
  }

  /** Flyway over this program's scripts; its log speaks of file names only. */
  static Flyway flyway(Path file) {
    return flyway(file, CURRENT);
  }

  /** The same, up to this version. */
  static Flyway flyway(Path file, int version) {
    return Flyway.configure()
        .dataSource("jdbc:sqlite:" + file, null, null)
        .resourceProvider(new Scripts())
        .cleanDisabled(true)
        .target(Integer.toString(version))
        .load();
  }

  private static void create(Session session) throws SQLException, IOException {
    session.begin();
    boolean done = false;
    try {
      session.execute(Sql.CREATE_HISTORY);
      session.execute(Sql.CREATE_HISTORY_INDEX);
      for (int i = 0; i < MIGRATIONS.size(); i++) {
        Migration migration = MIGRATIONS.get(i);
        for (String statement : statements(text(migration.script()))) {
          session.execute(statement);
        }
        session.update(
            Sql.INSERT_HISTORY,
            i + 1,
            Integer.toString(i + 1),
            migration.description(),
            migration.script(),
            migration.checksum());
      }
      session.commit();
      done = true;
    } finally {
      if (!done) {
        session.rollback();
      }
    }
  }

  /** A statement ends with the line that ends with a semicolon; a trigger with {@code END;}. */
  private static List<String> statements(String script) {
    List<String> statements = new ArrayList<>();
    StringBuilder one = new StringBuilder();
    for (String line : script.lines().filter(l -> !l.startsWith("--")).toList()) {
      one.append(line).append('\n');
      boolean trigger = one.toString().stripLeading().startsWith("CREATE TRIGGER");
      if (trigger ? line.equals("END;") : line.endsWith(";")) {
        String statement = one.toString().strip();
        statements.add(statement.substring(0, statement.length() - 1));
        one.setLength(0);
      }
    }
    return statements;
  }

  static String text(String script) throws IOException {
    try (InputStream in = Schema.class.getResourceAsStream(FOLDER + script)) {
      if (in == null) {
        throw new ArchiveException("a migration script is missing from the program");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Hands Flyway the scripts themselves, so that it scans neither class path nor modules. */
  private static final class Scripts implements ResourceProvider {
    @Override
    public @Nullable LoadableResource getResource(String name) {
      return getResources("", new String[0]).stream()
          .filter(r -> r.getFilename().equals(name))
          .findFirst()
          .orElse(null);
    }

    @Override
    public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
      return MIGRATIONS.stream()
          .map(Migration::script)
          .filter(s -> s.startsWith(prefix))
          .map(s -> (LoadableResource) new Script(s))
          .toList();
    }
  }

  private static final class Script extends LoadableResource {
    private final String name;

    Script(String name) {
      this.name = name;
    }

    @Override
    public Reader read() {
      try {
        return new StringReader(text(name));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public String getAbsolutePath() {
      return name;
    }

    @Override
    public String getAbsolutePathOnDisk() {
      return name;
    }

    @Override
    public String getFilename() {
      return name;
    }

    @Override
    public String getRelativePath() {
      return name;
    }
  }
}
