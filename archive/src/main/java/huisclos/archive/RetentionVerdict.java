package huisclos.archive;

import java.time.LocalDate;

/**
 * A study whose time has come by the rules.
 *
 * @param studyUid the study
 * @param rule the rule that kept it longest
 * @param expired when it ended
 * @param kept what keeps it nevertheless; {@link Kept#NOTHING} where it would go
 */
public record RetentionVerdict(String studyUid, String rule, LocalDate expired, Kept kept) {
  /** What keeps a study beyond its time. */
  public enum Kept {
    /** Nothing: it goes. */
    NOTHING,
    /** A hold. */
    HELD,
    /** A key object, presentation state or report of a study that stays refers to it. */
    REFERENCED,
    /** It waits to be forwarded. */
    FORWARDING
  }
}
