package huisclos.net;

import huisclos.dicom.DataSet;
import java.util.Optional;

/**
 * The peer's answer to an N-operation of ours.
 *
 * @param reply status, comment and offending elements; {@link Status#NOT_NEGOTIATED} where nothing
 *     was sent
 * @param sopInstance Affected SOP Instance UID, where the answer names one
 * @param dataSet Attribute List, Action Reply or Event Reply, where it came
 */
public record NormalizedResult(
    Reply reply, Optional<String> sopInstance, Optional<DataSet> dataSet) {
  /** A status alone. */
  public static NormalizedResult of(int status) {
    return new NormalizedResult(Reply.of(status), Optional.empty(), Optional.empty());
  }
}
