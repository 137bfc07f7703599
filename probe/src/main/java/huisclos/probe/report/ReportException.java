package huisclos.probe.report;

import java.io.IOException;

/** A report can't be made like this; the fix is part of it. */
public final class ReportException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String fix;

  public ReportException(String message, String fix) {
    super(message);
    this.fix = fix;
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
