package huisclos.archive;

import java.util.Optional;

/**
 * Why something is deleted. Four of the reasons are those of a rejection note (IHE RAD TF-2
 * §4.66.4.1.3; titles of PS3.16 CID 7010); the fifth is a person's wish, for which the profile has
 * no title.
 */
public enum DeleteReason {
  /** 113001, Rejected for Quality Reasons. */
  QUALITY("quality", "113001", "Rejected for Quality Reasons", true),
  /** 113037, Rejected for Patient Safety Reasons. */
  SAFETY("safety", "113037", "Rejected for Patient Safety Reasons", false),
  /** 113038, Incorrect Modality Worklist Entry. */
  WRONG_WORKLIST_ENTRY(
      "wrong-worklist-entry", "113038", "Incorrect Modality Worklist Entry", false),
  /** 113039, Data Retention Policy Expired. */
  RETENTION_EXPIRED("retention-expired", "113039", "Data Retention Policy Expired", false),
  /** The patient asked for it; a note says 113039, the only title that means "for good". */
  PATIENT_REQUEST("patient-request", "113039", "Data Retention Policy Expired", false);

  private final String word;
  private final String code;
  private final String meaning;
  private final boolean mayReturn;

  DeleteReason(String word, String code, String meaning, boolean mayReturn) {
    this.word = word;
    this.code = code;
    this.meaning = meaning;
    this.mayReturn = mayReturn;
  }

  /** The word of the command line, the vault and the trail. */
  public String word() {
    return word;
  }

  /** The code value (DCM) of the document title of its rejection note. */
  public String code() {
    return code;
  }

  /** The code meaning of the title. */
  public String meaning() {
    return meaning;
  }

  /**
   * Whether an instance that is sent again is taken as known: it stays hidden and the sender is
   * told that it is here. For any other reason the sender is refused.
   */
  public boolean mayReturn() {
    return mayReturn;
  }

  /** The reason of a {@link #word}. */
  public static Optional<DeleteReason> of(String word) {
    for (DeleteReason reason : values()) {
      if (reason.word.equals(word)) {
        return Optional.of(reason);
      }
    }
    return Optional.empty();
  }

  /** The reason that a rejection note's title names; empty for a title that rejects nothing. */
  public static Optional<DeleteReason> ofTitle(String codeValue, String codingScheme) {
    for (DeleteReason reason : values()) {
      if (codingScheme.equals("DCM") && reason.code.equals(codeValue)) {
        return Optional.of(reason);
      }
    }
    return Optional.empty();
  }
}
