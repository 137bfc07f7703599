package huisclos.gate;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What a device can be granted. {@link #ECHO} needs no grant and can't be withheld. */
public enum Verb {
  /** C-ECHO. */
  ECHO,
  /** C-STORE. */
  STORE,
  /** Selective queries. */
  FIND,
  /** Queries that select nothing in particular; implies nothing else. */
  FIND_ALL,
  /** C-GET and its like: the requestor takes instances. */
  GET,
  /** C-MOVE: instances are sent to a destination of the device's list. */
  MOVE,
  /** Storage commitment. */
  COMMIT,
  /** The modality worklist, as far as it is scheduled for the device's own station. */
  WORKLIST,
  /** The modality worklist of every station; implies nothing else. */
  WORKLIST_ALL,
  /** To report performed procedure steps (MPPS), and to read back its own. */
  MPPS,
  /** To place and change orders and patients' data by HL7. */
  HL7,
  /** Keeping house: corrections, merges, releases. The operator's and keepers'; no device's. */
  KEEP,
  /** Rejection notes take effect (IHE IOCM): what they name is hidden. */
  REJECT,
  /** To delete studies, series and instances; they can be restored until they are purged. */
  DELETE,
  /** To read the change feed: what was stored, corrected, deleted, in its order. */
  CHANGES,
  /** To read the trail. */
  INSPECT,
  /** To open a study of one's own to somebody else for a while. A person's, by role alone. */
  SHARE,
  /** To open, in an emergency and for a reason, what isn't one's own. A person's, by role alone. */
  BREAK_GLASS;

  private static final Set<Verb> BY_ROLE_ALONE =
      Collections.unmodifiableSet(EnumSet.of(KEEP, INSPECT, SHARE, BREAK_GLASS));

  /** Whether it comes with a role alone: no device, token or list of verbs holds it. */
  boolean byRoleAlone() {
    return BY_ROLE_ALONE.contains(this);
  }

  /** The word of the command line and the trail, such as {@code find-all}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The verb of a {@link #word}; empty when there is none, for {@code echo}, and for those that
   * come with a role alone.
   */
  public static Optional<Verb> grantable(String word) {
    for (Verb verb : values()) {
      if (verb != ECHO && !verb.byRoleAlone() && verb.word().equals(word)) {
        return Optional.of(verb);
      }
    }
    return Optional.empty();
  }
}
