package huisclos.probe.scope;

/** A scope, a signature or a key that doesn't do; says what mends it. */
public final class ScopeException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String fix;

  public ScopeException(String message, String fix) {
    super(message);
    this.fix = fix;
  }

  /** What mends it; may be empty. */
  public String fix() {
    return fix;
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
