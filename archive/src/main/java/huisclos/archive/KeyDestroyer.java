package huisclos.archive;

import huisclos.vault.Destruction;
import java.io.IOException;

/**
 * Destroys keys for good: rotates the site key, so that no copy of the old ring opens them. Where
 * the site key lies decides who can.
 */
public interface KeyDestroyer {
  /**
   * Destroys them all with one rotation; returns once the retired site key is gone.
   *
   * @throws ArchiveException when the site key can't be rotated from here: nothing was destroyed
   */
  void destroy(Destruction destruction) throws IOException;
}
