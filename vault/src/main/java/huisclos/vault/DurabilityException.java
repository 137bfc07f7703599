package huisclos.vault;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The disk could not promise durability: a sync failed. Nothing of the group counts. A failed sync
 * is never tried again on the same file, because the kernel may have dropped the unwritten pages
 * and reported it only once.
 */
public final class DurabilityException extends VaultException {
  private static final long serialVersionUID = 1L;

  DurabilityException(String what, @Nullable IOException cause) {
    super(what, cause);
  }
}
