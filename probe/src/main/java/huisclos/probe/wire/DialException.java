package huisclos.probe.wire;

import java.io.IOException;

/** Why a connection didn't come about, or may not be used any more. */
public final class DialException extends IOException {
  private static final long serialVersionUID = 1L;

  /** The kind of it. */
  public enum Kind {
    /** The port is closed. */
    REFUSED,
    /** Nothing answered within the time. */
    SILENT,
    /** The network or host isn't there. */
    UNREACHABLE,
    /** The mandate objects. */
    NOT_ALLOWED,
    /** The kill switch was thrown, or the run is over. */
    STOPPED,
    /** This machine can't: out of descriptors or ports. */
    LOCAL
  }

  private final Kind kind;

  public DialException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
