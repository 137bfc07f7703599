package huisclos.vault;

/** The key ring holds no such key: it was never made, was not durable, or was destroyed. */
public final class UnknownKeyException extends VaultException {
  private static final long serialVersionUID = 1L;

  UnknownKeyException(String kind, Object id) {
    super("no such key in the ring; " + kind + "=" + id, null);
  }
}
