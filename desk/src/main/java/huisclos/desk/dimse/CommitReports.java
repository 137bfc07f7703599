package huisclos.desk.dimse;

import huisclos.archive.CommitAnswer;
import huisclos.archive.SopReference;
import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import huisclos.dicom.Uids;
import huisclos.net.EventReport;
import java.util.ArrayList;
import java.util.List;

/** What a storage commitment report says (PS3.4 §J.3.3.1). */
final class CommitReports {
  private static final int ALL_COMMITTED = 1;
  private static final int FAILURES_EXIST = 2;

  private CommitReports() {}

  /**
   * The report on a transaction.
   *
   * @param retrieveAet where what is committed can be fetched
   */
  static EventReport of(String transactionUid, String retrieveAet, List<CommitAnswer> answers) {
    List<DataSet> committed = new ArrayList<>();
    List<DataSet> failed = new ArrayList<>();
    for (CommitAnswer answer : answers) {
      DataSet item = item(answer.reference());
      if (answer.committed()) {
        committed.add(item);
      } else {
        item.putInt(Tag.FAILURE_REASON, answer.finding().failureReason());
        failed.add(item);
      }
    }
    DataSet information = new DataSet();
    information.putString(Tag.RETRIEVE_AE_TITLE, retrieveAet);
    information.putString(Tag.TRANSACTION_UID, transactionUid);
    if (!failed.isEmpty()) {
      information.putItems(Tag.FAILED_SOP_SEQUENCE, failed);
    }
    if (!committed.isEmpty()) {
      information.putItems(Tag.REFERENCED_SOP_SEQUENCE, committed);
    }
    return new EventReport(
        Uids.STORAGE_COMMITMENT_PUSH_MODEL,
        Uids.STORAGE_COMMITMENT_PUSH_MODEL_INSTANCE,
        failed.isEmpty() ? ALL_COMMITTED : FAILURES_EXIST,
        information);
  }

  private static DataSet item(SopReference reference) {
    DataSet item = new DataSet();
    item.putString(Tag.REFERENCED_SOP_CLASS_UID, reference.sopClass());
    item.putString(Tag.REFERENCED_SOP_INSTANCE_UID, reference.sopInstance());
    return item;
  }
}
