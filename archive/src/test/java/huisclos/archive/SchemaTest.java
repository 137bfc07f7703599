package huisclos.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
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
  void anIndexIsCopiedBeforeItIsChanged() throws IOException, SQLException {
    Path home = Files.createDirectories(folder.resolve("home"));
    Path file = home.resolve(IndexDatabase.FILE);
    Schema.flyway(file, 1).migrate();
    try (Session session =
        IndexDatabase.connect(file, org.sqlite.SQLiteConfig.SynchronousMode.FULL, -1_000)) {
      session.update("INSERT INTO setting (name, value) VALUES ('kept', 'yes')");
    }
    IndexDatabase.openForAdministration(home).close();
    List<Path> copies = IndexBackup.list(home);
    assertThat(copies).hasSize(1);
    assertThat(copies.getFirst().getFileName().toString())
        .matches("index\\.db\\.v1-\\d{8}T\\d{6}Z\\.bak");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copies.getFirst())))
        .isEqualTo("rw-------");
    try (Session copy =
        IndexDatabase.connect(
            copies.getFirst(), org.sqlite.SQLiteConfig.SynchronousMode.FULL, -1_000)) {
      assertThat(Schema.version(copy)).hasValue(1);
      assertThat(copy.number("SELECT count(*) FROM setting WHERE name = 'kept'")).isEqualTo(1);
    }
    try (Session now = IndexDatabase.openForAdministration(home)) {
      assertThat(now.number("SELECT count(*) FROM setting WHERE name = 'kept'")).isEqualTo(1);
    }
    assertThat(IndexBackup.list(home)).as("opened again, nothing to do").hasSize(1);
  }

  @Test
  void copiesEnd() throws IOException, SQLException {
    Path home = Files.createDirectories(folder.resolve("home"));
    Path file = home.resolve(IndexDatabase.FILE);
    Clock now = Clock.fixed(Instant.parse("2026-11-22T08:30:00Z"), ZoneOffset.UTC);
    try (Session _ = IndexDatabase.openForAdministration(home)) {
      Path copy = IndexBackup.make(file, 1, now);
      Files.setLastModifiedTime(copy, FileTime.from(now.instant()));
      IndexBackup.removeOld(home, Clock.offset(now, IndexBackup.KEPT));
      assertThat(copy).exists();
      IndexBackup.removeOld(home, Clock.offset(now, IndexBackup.KEPT.plusSeconds(1)));
      assertThat(copy).doesNotExist();
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
