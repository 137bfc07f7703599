package huisclos.archive;

import huisclos.dicom.DataSet;
import java.util.List;

/** What became of a report about a performed step. */
public sealed interface PerformedStepOutcome {
  /**
   * Kept, and on record; or read.
   *
   * @param attributes the whole step where it was read, else nothing
   */
  record Done(DataSet attributes) implements PerformedStepOutcome {
    /** Never the attributes. */
    @Override
    public String toString() {
      return "Done[]";
    }
  }

  /**
   * Nothing was changed.
   *
   * @param tags the attributes concerned
   */
  record Refused(Reason reason, List<Integer> tags) implements PerformedStepOutcome {}

  /** Why not. */
  enum Reason {
    /** There is a step of this UID. */
    DUPLICATE,
    /** There is none, or it is another device's. */
    UNKNOWN,
    /** It has ended (PS3.4 §F.7.2.2.3). */
    ENDED,
    /** An attribute that has to be there is not. */
    MISSING_ATTRIBUTE,
    /** An attribute that has to have a value has none. */
    MISSING_VALUE,
    /** A value that the attribute can't have, or not at this moment. */
    INVALID_VALUE,
    /** It is over {@link OrderLimits#MAX_STEP_BYTES} or names too many instances. */
    TOO_LARGE
  }
}
