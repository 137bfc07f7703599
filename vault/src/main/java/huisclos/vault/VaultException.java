package huisclos.vault;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Something at rest is not as it was left, or could not be left durably. The text is static; facts
 * (ids, offsets, lengths) follow as {@code key=value} and never hold key material or a patient's
 * value.
 */
public abstract sealed class VaultException extends IOException
    permits CorruptBlobException,
        CorruptRingException,
        CorruptKeyFileException,
        DurabilityException,
        SiteKeyMismatchException,
        UnknownKeyException {
  private static final long serialVersionUID = 1L;

  VaultException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
