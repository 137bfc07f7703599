package huisclos.desk.web.pages;

import huisclos.gate.Reason;
import java.time.Instant;

/** What came of opening a study to somebody, for a page or a program to tell. */
sealed interface Opening {
  /**
   * Open from now on.
   *
   * @param id names it, opens nothing
   * @param until when it ends by itself
   */
  record Done(String id, Instant until) implements Opening {}

  /**
   * Nothing was opened.
   *
   * @param status as HTTP says it
   * @param key of the words for it
   */
  record No(int status, String key) implements Opening {}

  /** What the gate refused; why is on record, and not told. */
  static No denied(Reason reason) {
    return switch (reason) {
      case HOUR_BUDGET, DAY_BUDGET, GUESSING, FROZEN -> new No(429, "refused.budget");
      case UNAVAILABLE -> new No(503, "refused.unavailable");
      default -> new No(403, "refused");
    };
  }
}
