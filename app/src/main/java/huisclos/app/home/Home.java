package huisclos.app.home;

import huisclos.app.UserError;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/**
 * The layout of a home directory: every folder 0700, every file 0600, owned by the user who runs
 * the archive.
 *
 * @param root the absolute path of the home
 */
public record Home(Path root) {
  private static final Set<PosixFilePermission> PRIVATE_FOLDER =
      PosixFilePermissions.fromString("rwx------");

  /** The home a verb works on: {@code --home}, else {@code $HUISCLOS_HOME}, else the user's own. */
  public static Home choose(Optional<Path> option) {
    if (option.isPresent()) {
      return new Home(option.get().toAbsolutePath().normalize());
    }
    String fromEnvironment = System.getenv("HUISCLOS_HOME");
    if (fromEnvironment != null && !fromEnvironment.isBlank()) {
      return new Home(Path.of(fromEnvironment).toAbsolutePath().normalize());
    }
    return new Home(Path.of(System.getProperty("user.home"), ".local", "share", "huisclos"));
  }

  public Path lock() {
    return root.resolve("lock");
  }

  public Path settings() {
    return root.resolve("huisclos.toml");
  }

  public Path index() {
    return root.resolve("index.db");
  }

  public Path trail() {
    return root.resolve("trail");
  }

  public Path keys() {
    return root.resolve("keys");
  }

  public Path siteKey() {
    return keys().resolve("site.key");
  }

  public Path siteRecovery() {
    return keys().resolve("site.recovery");
  }

  /** There while a restore goes on: what lies in the home is not an archive yet. */
  public Path restoring() {
    return root.resolve("restoring");
  }

  /** What is known of the last backup. */
  public Path backupState() {
    return root.resolve("backup.state");
  }

  public Path adminSocket() {
    return root.resolve("admin.sock");
  }

  public Path metricsSocket() {
    return root.resolve("metrics.sock");
  }

  /** Whether an archive has been here before. */
  public boolean exists() {
    return Files.isDirectory(keys());
  }

  /**
   * Makes the home if it is missing and checks that it is this user's own and nobody else's to
   * read.
   *
   * @throws UserError if it belongs to another user or can't be made private
   */
  public void prepare() {
    try {
      createPrivately(root);
      requireOwner();
      if (!Files.getPosixFilePermissions(root).equals(PRIVATE_FOLDER)) {
        Files.setPosixFilePermissions(root, PRIVATE_FOLDER);
      }
      for (String folder : new String[] {"blobs", "trail", "keys", "quarantine", "tmp"}) {
        createPrivately(root.resolve(folder));
      }
    } catch (IOException e) {
      throw UserError.refused(
          "the home " + root + " can't be prepared: " + e.getMessage(),
          "name another with --home, or make it writable for this user");
    }
  }

  /** Refuses when the home belongs to another user. */
  public void requireOwner() {
    if (!Files.isDirectory(root)) {
      return;
    }
    try {
      String owner = Files.getOwner(root, LinkOption.NOFOLLOW_LINKS).getName();
      String me = System.getProperty("user.name");
      if (!owner.equals(me)) {
        throw UserError.refused(
            "the home " + root + " belongs to user " + owner + ", not to " + me,
            "run the command as " + owner);
      }
    } catch (IOException e) {
      throw UserError.refused("the owner of " + root + " can't be read", "");
    }
  }

  private static void createPrivately(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    Path parent = folder.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    try {
      Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(PRIVATE_FOLDER));
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(folder)) {
        throw e;
      }
    }
  }
}
