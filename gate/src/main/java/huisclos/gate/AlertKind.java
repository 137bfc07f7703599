package huisclos.gate;

import java.util.regex.Pattern;

/**
 * What an {@link Alert} is about. Open: whoever raises one of a new kind names it here or makes it
 * by its word.
 *
 * @param word lower-case letters, digits and hyphens, at most 32; stored and shown
 */
public record AlertKind(String word) {
  private static final Pattern WORD = Pattern.compile("[a-z][a-z0-9-]{0,31}");

  /** An identity crossed its budget of patient records. */
  public static final AlertKind BUDGET_CROSSED = new AlertKind("budget-crossed");

  /** An identity asks for a great many things that aren't there, or that it may not ask. */
  public static final AlertKind GUESSING = new AlertKind("guessing");

  /** An identity is frozen for disclosure. */
  public static final AlertKind FROZEN = new AlertKind("frozen");

  /** Something ends by its date soon. */
  public static final AlertKind EXPIRY = new AlertKind("expiry");

  /** Stored objects, the index or the trail were found damaged. */
  public static final AlertKind SCRUB_DAMAGE = new AlertKind("scrub-damage");

  /** The last backup is too old, or failed. */
  public static final AlertKind BACKUP_OVERDUE = new AlertKind("backup-overdue");

  /** A pair of files for the web door's certificate was not taken. */
  public static final AlertKind WEB_CERTIFICATE = new AlertKind("web-certificate");

  /** A door of this machine answered a stranger. */
  public static final AlertKind DOOR_OPEN = new AlertKind("door-open");

  /** So many alerts are open that a further one was not kept by itself. */
  public static final AlertKind TOO_MANY_ALERTS = new AlertKind("too-many-alerts");

  /**
   * @throws IllegalArgumentException if the word is none
   */
  public AlertKind {
    if (!WORD.matcher(word).matches()) {
      throw new IllegalArgumentException("a kind of alert is a word of letters and hyphens");
    }
  }
}
