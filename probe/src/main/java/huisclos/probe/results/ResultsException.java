package huisclos.probe.results;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The result store isn't as it was left, or can't be used like this; the fix is part of it. */
public final class ResultsException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String fix;

  ResultsException(String message, String fix, @Nullable Throwable cause) {
    super(message, cause);
    this.fix = fix;
  }

  ResultsException(String message, String fix) {
    this(message, fix, null);
  }

  /** What to do about it. */
  public String fix() {
    return fix;
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
