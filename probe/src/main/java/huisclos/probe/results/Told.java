package huisclos.probe.results;

import java.time.Instant;

/**
 * That somebody was told.
 *
 * @param when to the second
 * @param owner whom it concerns: the owner's name, or an address
 * @param how they were told
 * @param to whom: a name, an address of mail, a number; at most {@value #MAX_CHARS} characters
 * @param run in which it was seen; may be empty
 * @param note what was agreed; may be empty
 */
public record Told(Instant when, String owner, How how, String to, String run, String note) {
  /** Longest text of each, characters. */
  public static final int MAX_CHARS = 400;

  /** How. */
  public enum How {
    LETTER,
    MAIL,
    PHONE,
    PORTAL
  }

  public Told {
    if (owner.isBlank()
        || owner.length() > MAX_CHARS
        || to.length() > MAX_CHARS
        || note.length() > MAX_CHARS) {
      throw new IllegalArgumentException("owner, to and note are at most 400 characters");
    }
  }
}
