package huisclos.app;

/**
 * What went wrong in the user's terms, and what mends it. Printed without a stack trace; never
 * holds a patient's value.
 */
public final class UserError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Refused, or something wrong was found. */
  public static final int REFUSED = 1;

  /** The command was used wrongly. */
  public static final int USAGE = 2;

  private final String fix;
  private final int status;

  private UserError(String message, String fix, int status) {
    super(message);
    this.fix = fix;
    this.status = status;
  }

  /** Refused or found wrong (exit status 1); {@code fix} says what to do, or is empty. */
  public static UserError refused(String message, String fix) {
    return new UserError(message, fix, REFUSED);
  }

  /** Used wrongly (exit status 2); {@code fix} says what to do, or is empty. */
  public static UserError usage(String message, String fix) {
    return new UserError(message, fix, USAGE);
  }

  /** An error that came over the admin socket with its own status. */
  public static UserError of(String message, String fix, int status) {
    return new UserError(message, fix, status);
  }

  /** What mends it; may be empty. */
  public String fix() {
    return fix;
  }

  /** The exit status of the command. */
  public int status() {
    return status;
  }

  /** Message and fix as one line for a person. */
  public String forPeople() {
    return fix.isEmpty() ? getMessage() : getMessage() + " — " + fix;
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
