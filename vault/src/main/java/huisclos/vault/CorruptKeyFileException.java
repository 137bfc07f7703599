package huisclos.vault;

/** A site key or recovery file is damaged, of an unknown version, or open to others. */
public final class CorruptKeyFileException extends VaultException {
  private static final long serialVersionUID = 1L;

  CorruptKeyFileException(String what) {
    super(what, null);
  }
}
