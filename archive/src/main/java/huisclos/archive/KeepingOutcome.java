package huisclos.archive;

/** How a housekeeping act ended. */
public sealed interface KeepingOutcome {
  /**
   * Done: it would survive a power cut, and is on record.
   *
   * @param act its id, by which it can be shown and taken back
   * @param studies how many studies it was about
   */
  record Done(String act, int studies) implements KeepingOutcome {}

  /**
   * Not done; nothing changed.
   *
   * @param why what stands against it
   */
  record Refused(Objection why) implements KeepingOutcome {}

  /** What can stand against an act. */
  enum Objection {
    /** No study, series or instance of this UID. */
    UNKNOWN_UID,
    /** No patient of this Patient ID or record. */
    UNKNOWN_PATIENT,
    /** Several patients have this Patient ID: name the issuer, or the record. */
    AMBIGUOUS_PATIENT,
    /** It is so already. */
    NOTHING_TO_DO,
    /** UIDs, pixel data and structure can't be corrected. */
    FIXED_ATTRIBUTE,
    /** The value is none for the attribute. */
    BAD_VALUE,
    /** No act of this id, or more than one whose id begins so. */
    UNKNOWN_ACT,
    /** It was taken back before, or can't be: something later builds on it. */
    NOT_UNDOABLE,
    /** No such conflict. */
    UNKNOWN_CONFLICT,
    /** No such quarantined object. */
    UNKNOWN_QUARANTINED,
    /** It belongs to another study, series or SOP class than what it would replace. */
    UNLIKE_INSTANCE,
    /** More studies than one act may be about. */
    TOO_MANY_STUDIES,
    /** A key is missing from the ring. */
    MISSING_KEY,
    /** The study is held: release it first. */
    HELD
  }
}
