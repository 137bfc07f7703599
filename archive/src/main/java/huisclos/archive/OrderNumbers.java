package huisclos.archive;

import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;

/**
 * What an order is known by among systems; any may be empty. It is the same order where the
 * placer's numbers agree, or else the filler's, or else the accession numbers.
 *
 * @param placer the number that the ordering system gave, with its namespace
 * @param filler the number that the performing department's system gave, with its namespace
 * @param accession the accession number
 */
public record OrderNumbers(String placer, String filler, String accession) {
  /** The numbers that a worklist data set states. */
  public static OrderNumbers of(DataSet entry) {
    return new OrderNumbers(
        entry.string(Tag.PLACER_ORDER_NUMBER_IMAGING_SERVICE_REQUEST, ""),
        entry.string(Tag.FILLER_ORDER_NUMBER_IMAGING_SERVICE_REQUEST, ""),
        entry.string(Tag.ACCESSION_NUMBER, ""));
  }

  /** Whether there is no number to know it by. */
  public boolean none() {
    return placer.isEmpty() && filler.isEmpty() && accession.isEmpty();
  }

  /** Never the numbers. */
  @Override
  public String toString() {
    return "OrderNumbers[]";
  }
}
