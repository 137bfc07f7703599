package huisclos.gate;

import java.util.Locale;
import java.util.Optional;

/** What somebody is in the department; what that lets them do is {@link Policy}'s. */
public enum Role {
  /** Reads examinations of anybody. */
  RADIOLOGIST,
  /** Makes examinations and sends them. */
  TECHNOLOGIST,
  /** Sent the patient: sees the examinations that name them, or were shared with them. */
  REFERRER,
  /** Sees what was de-identified. */
  RESEARCHER,
  /** Runs the archive and sees no patient. */
  KEEPER,
  /** Reads the trail and sees no image. */
  INSPECTOR;

  /** The word of the command line and the trail, such as {@code radiologist}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The role of a {@link #word}. */
  public static Optional<Role> of(String word) {
    for (Role role : values()) {
      if (role.word().equals(word)) {
        return Optional.of(role);
      }
    }
    return Optional.empty();
  }
}
