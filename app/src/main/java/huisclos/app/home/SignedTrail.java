package huisclos.app.home;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * How far the trail is under a signed checkpoint, read from the checkpoint's file; its signature is
 * {@code trail verify}'s to check.
 *
 * @param log the log's id
 * @param records how many records it covers
 * @param at when it was written
 */
public record SignedTrail(String log, long records, Instant at) {
  /** A C2SP tlog-checkpoint of one log and few signatures is far below this. */
  private static final long MAX_BYTES = 65_536;

  /** Of a log in the home's trail; nothing while it has no checkpoint that can be read. */
  static Optional<SignedTrail> of(Path trail, String log) {
    Path file = trail.resolve(log).resolve("checkpoint");
    try {
      if (Files.size(file) > MAX_BYTES) {
        return Optional.empty();
      }
      // Its second line is the tree's size (C2SP tlog-checkpoint).
      long records =
          Files.readString(file, StandardCharsets.UTF_8)
              .lines()
              .skip(1)
              .findFirst()
              .map(Long::parseLong)
              .orElse(0L);
      return Optional.of(
          new SignedTrail(log, records, Files.getLastModifiedTime(file).toInstant()));
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }
}
