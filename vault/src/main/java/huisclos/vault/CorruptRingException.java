package huisclos.vault;

/**
 * The key ring is damaged other than by a torn last write. Nothing was changed: restore {@code
 * keys/ring} from a backup of the same generation.
 */
public final class CorruptRingException extends VaultException {
  private static final long serialVersionUID = 1L;

  CorruptRingException(String what, long offset) {
    super("key ring damaged: " + what + "; offset=" + offset, null);
  }
}
