package huisclos.vault;

/** The site key given is not the one this home's key ring is wrapped with. */
public final class SiteKeyMismatchException extends VaultException {
  private static final long serialVersionUID = 1L;

  SiteKeyMismatchException(String given, String expected) {
    super("this is not the home's site key; given=" + given + " expected=" + expected, null);
  }
}
