package huisclos.archive;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * The settings of an archive.
 *
 * @param home the home folder; the index lies in it
 * @param defaultIssuer issuer of a Patient ID that comes without one
 * @param privateSopClasses SOP classes stored beside those of the UID table
 */
public record ArchiveConfig(
    Path home, Optional<String> defaultIssuer, Set<String> privateSopClasses) {
  public ArchiveConfig {
    privateSopClasses = Set.copyOf(privateSopClasses);
  }

  /** The defaults: no issuer, no private SOP class. */
  public static ArchiveConfig of(Path home) {
    return new ArchiveConfig(home, Optional.empty(), Set.of());
  }
}
