package huisclos.archive;

import huisclos.dicom.DataSet;
import huisclos.gate.Reason;
import java.util.List;

/** How a query ended. Nothing of a patient is in any outcome but {@link Found}. */
public sealed interface FindOutcome {

  /**
   * The matches, already on record as disclosed.
   *
   * @param rows one data set for each match: the attributes asked for and Specific Character Set;
   *     Query/Retrieve Level and Retrieve AE Title are the face's to add
   * @param allKeysSupported whether every key was matched on or returned; else each row is a
   *     pending with warning (status 0xFF01)
   */
  record Found(List<DataSet> rows, boolean allKeysSupported) implements FindOutcome {}

  /**
   * More matches than one query may return, or one that could only be answered by reading the whole
   * archive (status 0xA700); the count is not told.
   */
  record TooMany() implements FindOutcome {}

  /**
   * Not authorized (status 0x0124); the refusal is on record.
   *
   * @param reason for a face that tells a budget from a missing grant; nobody outside is told more
   */
  record Denied(Reason reason) implements FindOutcome {}

  /** The identifier is no query of its model (status 0xA900). */
  record Invalid(InvalidReason reason, int tag) implements FindOutcome {}

  /** Why an identifier is refused. */
  enum InvalidReason {
    /** The level does not exist in the model. */
    LEVEL,
    /** The unique key of a level above is missing, empty or more than one value. */
    MISSING_UNIQUE_KEY,
    /** A key's value is none of its VR. */
    MALFORMED_KEY,
    /** More values in a key than {@link ArchiveLimits#MAX_KEY_VALUES}. */
    TOO_MANY_VALUES
  }
}
