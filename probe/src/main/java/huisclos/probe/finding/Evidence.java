package huisclos.probe.finding;

/**
 * Why a rung is said to hold or not.
 *
 * @param answer whether it holds
 * @param because protocol facts in words of ours, such as {@code C-FIND-RSP 0x0000, no match};
 *     never text from the wire; at most 200 characters
 */
public record Evidence(Answer answer, String because) {
  /** Longest reason, characters. */
  public static final int MAX_CHARS = 200;

  public Evidence {
    if (because.length() > MAX_CHARS) {
      throw new IllegalArgumentException("reason too long");
    }
  }

  /** Of a rung that nobody asked about. */
  public static Evidence notAsked() {
    return new Evidence(Answer.NOT_ASKED, "");
  }

  /** Yes, because. */
  public static Evidence yes(String because) {
    return new Evidence(Answer.YES, because);
  }

  /** No, because. */
  public static Evidence no(String because) {
    return new Evidence(Answer.NO, because);
  }

  /** Not clear, because. */
  public static Evidence unclear(String because) {
    return new Evidence(Answer.UNCLEAR, because);
  }
}
