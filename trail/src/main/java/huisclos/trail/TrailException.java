package huisclos.trail;

import java.io.IOException;

/**
 * The trail is broken or can't be written: whatever waits for a record must be answered no.
 *
 * <p>The message is static text with places (log id, index, file), never a record's content.
 */
public final class TrailException extends IOException {
  private static final long serialVersionUID = 1L;

  /** What sort of trouble. */
  public enum Kind {
    /** Writing failed, now or before; only a new start, which verifies again, helps. */
    POISONED,
    /** The trail is closed. */
    CLOSED,
    /** Another process writes this log. */
    LOCKED,
    /** Records are missing between the signed tree and the journal. */
    GAP,
    /** The tree on disk is smaller than a checkpoint that was signed. */
    ROLLBACK,
    /** Tiles, checkpoint or signature contradict each other. */
    BROKEN_CHAIN,
    /** A record that was acknowledged can't be read back. */
    DAMAGED,
    /** The checkpoint key is missing, doesn't open or isn't this log's. */
    KEY,
    /** Which log is this node's own can't be told. */
    OWNER,
    /** A file that should be there isn't. */
    MISSING,
    /** A record is longer than a log entry can be. */
    TOO_LONG
  }

  private final Kind kind;
  private final String fix;

  /**
   * @param kind what sort of trouble
   * @param message static text with places, no content
   * @param fix what the operator can do, as a sentence
   */
  public TrailException(Kind kind, String message, String fix) {
    super(message + " (" + fix + ")");
    this.kind = kind;
    this.fix = fix;
  }

  /** As above, with what caused it. */
  public TrailException(Kind kind, String message, String fix, Throwable cause) {
    super(message + " (" + fix + ")", cause);
    this.kind = kind;
    this.fix = fix;
  }

  public Kind kind() {
    return kind;
  }

  /** What the operator can do. */
  public String fix() {
    return fix;
  }
}
