package huisclos.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaTest {
  @TempDir Path folder;

  private static List<String> schema(Session session) throws SQLException {
    List<String> objects = new ArrayList<>();
    session.each(
        "SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_master"
            + " WHERE name NOT LIKE '%flyway%' ORDER BY type, name",
        row -> objects.add(row.getString(1).replaceAll("\\s+", " ")));
    return objects;
  }

  @Test
  void whatIsMadeHereIsWhatFlywayWouldMake() throws IOException, SQLException {
    Path direct = Files.createDirectories(folder.resolve("direct"));
    Path migrated = folder.resolve("migrated.db");
    try (Session session = IndexDatabase.openForAdministration(direct)) {
      Flyway onDirect = Schema.flyway(direct.resolve(IndexDatabase.FILE));
      for (MigrationInfo info : onDirect.info().all()) {
        assertThat(Schema.MIGRATIONS.get(Integer.parseInt(info.getVersion().getVersion()) - 1))
            .isEqualTo(
                new Schema.Migration(info.getScript(), info.getDescription(), info.getChecksum()));
      }
      onDirect.validate();
      assertThat(onDirect.info().pending()).isEmpty();
      assertThat(Schema.version(session)).hasValue(Schema.CURRENT);
      Schema.flyway(migrated).migrate();
      try (Session other =
          IndexDatabase.connect(migrated, org.sqlite.SQLiteConfig.SynchronousMode.FULL, -1_000)) {
        assertThat(schema(other)).isEqualTo(schema(session)).isNotEmpty();
        assertThat(Schema.version(other)).hasValue(Schema.CURRENT);
      }
    }
  }

  @Test
  void anOlderIndexIsMigrated() throws IOException, SQLException {
    Path home = Files.createDirectories(folder.resolve("home"));
    Path file = home.resolve(IndexDatabase.FILE);
    // An index at version 0: Flyway's table is there, no migration was run.
    Schema.flyway(file).baseline();
    try (Session session =
        IndexDatabase.connect(file, org.sqlite.SQLiteConfig.SynchronousMode.FULL, -1_000)) {
      session.update("UPDATE flyway_schema_history SET version = '0'");
    }
    try (Session session = IndexDatabase.openForAdministration(home)) {
      assertThat(Schema.version(session)).hasValue(Schema.CURRENT);
      assertThat(session.number(Sql.COUNT_PATIENTS)).isZero();
    }
  }

  @Test
  void aLaterIndexIsRefused() throws IOException, SQLException {
    Path home = Files.createDirectories(folder.resolve("home"));
    try (Session session = IndexDatabase.openForAdministration(home)) {
      session.update("UPDATE flyway_schema_history SET version = '999'");
    }
    assertThatThrownBy(() -> IndexDatabase.openForAdministration(home))
        .isInstanceOf(ArchiveException.class)
        .hasMessageContaining("later version");
  }

  @Test
  void itsFilesAreItsOwnersAlone() throws IOException, SQLException {
    Path home = Files.createDirectories(folder.resolve("home"));
    try (Session session = IndexDatabase.openForAdministration(home)) {
      assertThat(session.number(Sql.COUNT_PATIENTS)).isZero();
      try (var files = Files.list(home)) {
        for (Path file : files.toList()) {
          assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
              .as(file.getFileName().toString())
              .isEqualTo("rw-------");
        }
      }
    }
  }
}
