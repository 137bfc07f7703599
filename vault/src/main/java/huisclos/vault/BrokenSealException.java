package huisclos.vault;

/** A sealed value does not open: damaged, of another purpose, or sealed for another context. */
public final class BrokenSealException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BrokenSealException() {
    super("sealed value damaged or of another context");
  }
}
