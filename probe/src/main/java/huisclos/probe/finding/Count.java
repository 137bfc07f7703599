package huisclos.probe.finding;

/**
 * A count, with what it is worth.
 *
 * @param kind how sure it is
 * @param number the count, or its lower bound; 0 where nothing was counted
 * @param because how it was counted, or why it is a bound or missing, in words of ours
 */
public record Count(Kind kind, long number, String because) {
  /** How sure a count is. */
  public enum Kind {
    EXACT,
    AT_LEAST,
    NOT_COUNTED
  }

  public Count {
    if (number < 0 || because.length() > Evidence.MAX_CHARS) {
      throw new IllegalArgumentException("count out of range");
    }
  }

  /** Counted to the end. */
  public static Count exact(long number, String how) {
    return new Count(Kind.EXACT, number, how);
  }

  /** There are these and perhaps more. */
  public static Count atLeast(long number, String why) {
    return new Count(Kind.AT_LEAST, number, why);
  }

  /** Nobody counted. */
  public static Count not(String why) {
    return new Count(Kind.NOT_COUNTED, 0, why);
  }

  /** As people read it: {@code 1,234}, {@code ≥ 500} or {@code not counted}. */
  public String shown() {
    return switch (kind) {
      case EXACT -> String.format(java.util.Locale.ROOT, "%,d", number);
      case AT_LEAST -> String.format(java.util.Locale.ROOT, "≥ %,d", number);
      case NOT_COUNTED -> "not counted";
    };
  }
}
