package huisclos.archive;

/** Why an order can't be kept. */
public enum OrderProblem {
  /** There is not exactly one item in Scheduled Procedure Step Sequence. */
  NOT_ONE_STEP("a worklist entry holds exactly one scheduled procedure step"),
  /** An attribute that each worklist answer needs has no value. */
  MISSING("an attribute that a worklist needs has no value"),
  /** A value doesn't fit its attribute. */
  MALFORMED("a value doesn't fit its attribute"),
  /** The data set is larger than {@link ArchiveLimits#MAX_ATTRIBUTES_BYTES}. */
  TOO_LARGE("the order is larger than is kept");

  private final String words;

  OrderProblem(String words) {
    this.words = words;
  }

  /** For a person; holds no value. */
  public String words() {
    return words;
  }
}
