package huisclos.app.backup;

import huisclos.app.home.Home;
import huisclos.app.home.HomeLock;
import huisclos.app.home.Site;
import huisclos.archive.ArchiveCopy;
import huisclos.trail.TrailVerifier;
import huisclos.trail.Verification;
import huisclos.vault.SiteKey;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A restore that is tried out: everything is checked, put together in a temporary folder, opened,
 * every image read, and the folder removed. Containers are linked to, so that the folder needs room
 * for index and trail alone; the backup itself is only read.
 */
public final class Rehearsal {
  private Rehearsal() {}

  /**
   * What it showed.
   *
   * @param restored what was checked
   * @param reading every instance that the restored index names
   * @param mended instances that opening indexed: they came while the backup was made
   * @param problems of the trail, a line each
   */
  public record Result(
      RestoreReport restored, ArchiveCopy.Reading reading, long mended, List<String> problems) {
    public Result {
      problems = List.copyOf(problems);
    }

    /** Whether the backup would give everything back. */
    public boolean good() {
      return reading.failed() == 0 && problems.isEmpty() && restored.damaged().isEmpty();
    }
  }

  /**
   * Rehearses.
   *
   * @param in where the temporary folder is made
   */
  public static Result run(OpenedSet from, Path in, boolean acceptDamage, BackupProgress progress)
      throws IOException {
    Path folder = Files.createTempDirectory(in, "rehearsal");
    try {
      Home home = new Home(folder.resolve("home"));
      Restore restore = new Restore(from, home, acceptDamage, true, progress);
      RestoreReport restored = restore.run();
      restore.finish();
      ArchiveCopy.Reading reading;
      long mended;
      byte[] raw = from.key().dangerouslyExport();
      try (HomeLock lock = HomeLock.take(home);
          Site site = Site.openCopy(home, lock, SiteKey.dangerouslyImport(raw))) {
        mended = site.archive().opening().indexed();
        progress.expect(site.archive().copy().instances());
        reading = site.archive().copy().readAll(_ -> progress.file());
      } finally {
        java.util.Arrays.fill(raw, (byte) 0);
      }
      Verification trail = TrailVerifier.verify(home.trail(), Optional.empty());
      List<String> problems = new ArrayList<>();
      trail.problems().forEach(problem -> problems.add(problem.line()));
      return new Result(restored, reading, mended, problems);
    } finally {
      remove(folder);
    }
  }

  private static void remove(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file); // Of a link, the link.
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
              throws IOException {
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
