package huisclos.pixels.codec;

/** A frame whose bytes break its format, or say a size other than the data set's. */
public final class DamagedFrameException extends Exception {
  private static final long serialVersionUID = 1L;

  /** A breach, told by a static text: never by a value. */
  public DamagedFrameException(String rule) {
    // No stack trace: hostile input makes these by the thousand.
    super(rule, null, false, false);
  }
}
