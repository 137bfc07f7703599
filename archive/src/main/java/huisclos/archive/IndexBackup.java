package huisclos.archive;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/**
 * Copies of the index that are made by themselves before a later program changes its form, so that
 * the earlier program can be gone back to: {@code index.db.v1-20261122T083000Z.bak} in the home.
 *
 * <p>A copy holds what the index holds, sealed in the same way, and so it may not outlive what it
 * names: copies end after {@link #KEPT}, and with the destruction of any patient or study.
 */
final class IndexBackup {
  /** How long a copy is kept. */
  static final Duration KEPT = Duration.ofDays(30);

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private static final String NAMES = IndexDatabase.FILE + ".v*.bak";

  private IndexBackup() {}

  /**
   * Copies the index as it is, with what its write-ahead log holds, and syncs the copy.
   *
   * @throws ArchiveException if there is no room, or the folder can't be written: the index was not
   *     changed then
   */
  static Path make(Path index, int version, Clock clock) throws IOException {
    Path copy =
        index.resolveSibling(
            IndexDatabase.FILE + ".v" + version + "-" + STAMP.format(clock.instant()) + ".bak");
    Files.deleteIfExists(copy);
    // VACUUM INTO takes an empty file, and keeps its permissions.
    Files.createFile(
        copy, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    boolean done = false;
    // A connection of its own: a copy can't be made while another statement is open.
    try (Session session = IndexDatabase.connectForAdministration(index)) {
      session.update(Sql.COPY_INDEX, copy.toString());
      DurableFiles.sync(copy);
      done = true;
      return copy;
    } catch (SQLException e) {
      throw new ArchiveException(
          "the index can't be copied before it is changed: make room in the home, then start again",
          e);
    } finally {
      if (!done) {
        Files.deleteIfExists(copy);
      }
    }
  }

  /** The copies there are. */
  static List<Path> list(Path home) throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(home, NAMES)) {
      files.forEach(found::add);
    }
    return found;
  }

  /** Removes copies that are older than {@link #KEPT}. */
  static void removeOld(Path home, Clock clock) throws IOException {
    Instant end = clock.instant().minus(KEPT);
    for (Path copy : list(home)) {
      if (Files.getLastModifiedTime(copy).toInstant().isBefore(end)) {
        Files.deleteIfExists(copy);
      }
    }
  }

  /** Removes all copies: what was destroyed may not be read in one of them. */
  static void removeAll(Path home) throws IOException {
    for (Path copy : list(home)) {
      Files.deleteIfExists(copy);
    }
  }
}
