package huisclos.courier;

/** What became of an instance that was to be sent. The words hold nothing of a patient. */
sealed interface Delivery {
  /** The destination took it. */
  record Completed() implements Delivery {}

  /** The destination took it with a remark. */
  record Warned(int status) implements Delivery {}

  /**
   * It isn't there.
   *
   * @param lasting whether sending it again could not change that
   */
  record Refused(String why, boolean lasting) implements Delivery {}

  /** It was not tried, or the association broke: the destination as a whole is at fault. */
  record Unsent(String why) implements Delivery {}
}
