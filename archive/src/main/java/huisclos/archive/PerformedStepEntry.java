package huisclos.archive;

import huisclos.dicom.DataSet;
import java.time.Instant;
import java.util.List;

/**
 * A performed step beside what came of it.
 *
 * @param uid its SOP instance UID
 * @param creator the title of the device that reported it
 * @param station the performed station's title, as the device stated it
 * @param entries internal ids of the worklist entries that it performed
 * @param named how many instances it says it made
 * @param arrived how many of those are here
 * @param missing UIDs of those that never came, at most {@link OrderLimits#MAX_MISSING_LISTED}
 * @param attributes all that was reported; identifies a patient
 */
public record PerformedStepEntry(
    String uid,
    PerformedStepStatus status,
    String creator,
    String station,
    String modality,
    Instant changed,
    List<String> entries,
    long named,
    long arrived,
    List<String> missing,
    DataSet attributes) {
  /** Never the attributes. */
  @Override
  public String toString() {
    return "PerformedStepEntry[" + uid + " " + status + "]";
  }
}
