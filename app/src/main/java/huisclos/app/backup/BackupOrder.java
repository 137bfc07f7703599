package huisclos.app.backup;

import huisclos.app.UserError;
import huisclos.app.home.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How a backup is to be made.
 *
 * @param to the set's folder, absolute
 * @param keep how many backups stay restorable
 * @param withoutPhrase whether it is made although no recovery phrase was taken
 * @param begin whether a folder without backups is taken, though there were some before
 */
public record BackupOrder(Path to, int keep, boolean withoutPhrase, boolean begin) {
  /** How many backups stay restorable unless said. */
  public static final int DEFAULT_KEEP = 7;

  /** The most that can be kept. */
  public static final int MAX_KEEP = 1_000;

  /** Refuses what can't be one. */
  public BackupOrder {
    if (!to.isAbsolute()) {
      throw UserError.usage("the backup's folder must be an absolute path", "/media/disk/backup");
    }
    if (keep < 1 || keep > MAX_KEEP) {
      throw UserError.usage("1 to " + MAX_KEEP + " backups can be kept", "see --keep");
    }
  }

  /** Refuses a folder inside the home, or around it. */
  void requireApart(Home home) throws IOException {
    Path here = real(home.root());
    Path there = real(to);
    if (there.startsWith(here) || here.startsWith(there)) {
      throw UserError.usage(
          "a backup of " + home.root() + " can't lie in " + to, "name a folder on another disk");
    }
  }

  /** The path with its links followed, as far as it is there. */
  private static Path real(Path path) throws IOException {
    Path there = path;
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    return there.toRealPath().resolve(there.relativize(path)).normalize();
  }
}
