package huisclos.desk.dimse;

import huisclos.archive.ArchiveLimits;
import huisclos.archive.SopReference;
import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import huisclos.dicom.Uid;
import huisclos.dicom.Uids;
import huisclos.net.NActionRequest;
import huisclos.net.Reply;
import huisclos.net.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A request for storage commitment, push model (PS3.4 §J.3.2).
 *
 * @param transactionUid names it
 * @param references the instances, in the order of the request
 */
record CommitRequest(String transactionUid, List<SopReference> references) {
  private static final int REQUEST_STORAGE_COMMITMENT = 1;

  /** What an N-ACTION asks, or how it is refused. */
  sealed interface Parse {
    record Asked(CommitRequest request) implements Parse {}

    record Refused(Reply reply) implements Parse {}
  }

  static Parse of(NActionRequest action) {
    if (!action.sopInstance().equals(Uids.STORAGE_COMMITMENT_PUSH_MODEL_INSTANCE)) {
      return refused(Status.NO_SUCH_SOP_INSTANCE, "not the well-known instance");
    }
    if (action.actionType() != REQUEST_STORAGE_COMMITMENT) {
      return refused(Status.NO_SUCH_ACTION_TYPE, "the only action is 1");
    }
    Optional<String> transaction =
        action.information().flatMap(set -> set.string(Tag.TRANSACTION_UID));
    if (transaction.filter(Uid::isUsable).isEmpty()) {
      return refused(Status.INVALID_ARGUMENT_VALUE, "a transaction UID is missing");
    }
    List<DataSet> items = action.information().orElseThrow().items(Tag.REFERENCED_SOP_SEQUENCE);
    if (items.isEmpty()) {
      return refused(Status.INVALID_ARGUMENT_VALUE, "no instance is referenced");
    }
    if (items.size() > ArchiveLimits.MAX_COMMITTED) {
      return refused(Status.RESOURCE_LIMITATION, "too many instances: ask in smaller requests");
    }
    List<SopReference> references = new ArrayList<>(items.size());
    for (DataSet item : items) {
      SopReference reference =
          new SopReference(
              item.string(Tag.REFERENCED_SOP_CLASS_UID, ""),
              item.string(Tag.REFERENCED_SOP_INSTANCE_UID, ""));
      if (!Uid.isUsable(reference.sopClass()) || !Uid.isUsable(reference.sopInstance())) {
        return refused(
            Status.INVALID_ARGUMENT_VALUE, "a reference lacks its SOP class or instance");
      }
      references.add(reference);
    }
    return new Parse.Asked(new CommitRequest(transaction.get(), references));
  }

  private static Parse refused(int status, String comment) {
    return new Parse.Refused(Reply.of(status, comment));
  }
}
