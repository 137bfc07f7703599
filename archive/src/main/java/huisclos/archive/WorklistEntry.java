package huisclos.archive;

import huisclos.dicom.DataSet;
import java.time.Instant;

/**
 * One scheduled procedure step, as it is kept.
 *
 * @param id its internal id, random
 * @param status where it stands
 * @param source what it came by, such as {@code hl7} or {@code operator}
 * @param changed when it was last changed
 * @param attributes a worklist data set with one item in Scheduled Procedure Step Sequence (PS3.4
 *     Table K.6-1); identifies a patient
 */
public record WorklistEntry(
    String id, OrderStatus status, String source, Instant changed, DataSet attributes) {
  /** Never the attributes. */
  @Override
  public String toString() {
    return "WorklistEntry[" + id + " " + status + "]";
  }
}
