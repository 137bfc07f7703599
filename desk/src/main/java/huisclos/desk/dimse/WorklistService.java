package huisclos.desk.dimse;

import huisclos.archive.FindOutcome;
import huisclos.archive.Orders;
import huisclos.dicom.DataSet;
import huisclos.gate.Decision;
import huisclos.gate.Gate;
import huisclos.gate.Identity;
import huisclos.gate.Pass;
import huisclos.gate.Request;
import huisclos.gate.Verb;
import huisclos.net.FindReply;
import huisclos.net.FindRequest;
import huisclos.net.Reply;
import huisclos.net.Status;
import java.io.IOException;
import java.util.List;

/**
 * The modality worklist's face (PS3.4 Annex K). Who holds {@code worklist-all} is asked for by that
 * right, everybody else for their own station. Of the association's thread only.
 */
final class WorklistService {
  private final Gate gate;
  private final Orders orders;
  private final Identity who;

  WorklistService(Gate gate, Orders orders, Identity who) {
    this.gate = gate;
    this.orders = orders;
    this.who = who;
  }

  Reply find(FindRequest request, FindReply out) throws IOException {
    boolean any = gate.holds(who, Verb.WORKLIST_ALL);
    return switch (gate.decide(who, new Request.Worklist(any))) {
      case Decision.Denied _ -> Reply.of(Status.NOT_AUTHORIZED);
      case Decision.Granted(Pass pass) -> answer(orders.find(pass, request.identifier()), out);
    };
  }

  private static Reply answer(FindOutcome outcome, FindReply out) throws IOException {
    return switch (outcome) {
      case FindOutcome.Found(List<DataSet> rows, boolean allKeysSupported) -> {
        for (DataSet row : rows) {
          if (out.cancelled()) {
            yield Reply.of(Status.CANCEL);
          }
          if (allKeysSupported) {
            out.pending(row);
          } else {
            out.pendingWarning(row);
          }
        }
        yield Reply.of(Status.SUCCESS);
      }
      case FindOutcome.TooMany _ ->
          Reply.of(Status.REFUSED_OUT_OF_RESOURCES, "too many matches: narrow the query");
      case FindOutcome.Denied _ -> Reply.of(Status.NOT_AUTHORIZED);
      case FindOutcome.Invalid(var _, int tag) ->
          new Reply(
              Status.DATA_SET_DOES_NOT_MATCH_SOP_CLASS,
              "a key's value doesn't fit its VR",
              tag == 0 ? List.of() : List.of(tag));
    };
  }
}
