package huisclos.app.home;

import huisclos.app.UserError;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The one writer's lock on a home: held by a running server, or by an admin verb while none runs.
 * The kernel lets go of it with the process, however that ends.
 */
public final class HomeLock implements AutoCloseable {
  private final FileChannel channel;

  private HomeLock(FileChannel channel) {
    this.channel = channel;
  }

  /** Takes the lock, or nothing when another process (or this one) holds it. */
  public static Optional<HomeLock> tryTake(Home home) {
    FileChannel channel = null;
    try {
      channel =
          FileChannel.open(
              home.lock(),
              Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      @Nullable FileLock lock = channel.tryLock();
      if (lock != null) {
        return Optional.of(new HomeLock(channel));
      }
    } catch (OverlappingFileLockException e) {
      // Held by this very process: the same answer as held by another.
    } catch (IOException e) {
      throw UserError.refused(
          "the lock " + home.lock() + " can't be opened: " + e.getMessage(), "");
    }
    closeQuietly(channel);
    return Optional.empty();
  }

  /**
   * Takes the lock.
   *
   * @throws UserError if another process holds it
   */
  public static HomeLock take(Home home) {
    return tryTake(home)
        .orElseThrow(() ->
            UserError.refused(
                "another huisclos process works on " + home.root(),
                "stop it first, or name another home with --home"));
  }

  @Override
  public void close() {
    closeQuietly(channel);
  }

  private static void closeQuietly(@Nullable FileChannel channel) {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        // The kernel lets go of the lock in any case.
      }
    }
  }
}
