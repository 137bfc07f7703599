package huisclos.net;

/** The counts of a retrieval's sub-operations (PS3.7 §9.1.3.1). */
public record SubOperations(int remaining, int completed, int failed, int warning) {
  /** None at all. */
  public static final SubOperations NONE = new SubOperations(0, 0, 0, 0);
}
