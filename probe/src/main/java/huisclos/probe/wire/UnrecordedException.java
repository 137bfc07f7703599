package huisclos.probe.wire;

/** The journal can't be kept, so nothing may be sent any more. */
public final class UnrecordedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UnrecordedException(Throwable cause) {
    super("the journal can't be written", cause);
  }
}
