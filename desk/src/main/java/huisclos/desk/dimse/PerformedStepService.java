package huisclos.desk.dimse;

import huisclos.archive.PerformedStepOutcome;
import huisclos.archive.PerformedStepOutcome.Done;
import huisclos.archive.PerformedStepOutcome.Reason;
import huisclos.archive.PerformedStepOutcome.Refused;
import huisclos.archive.PerformedSteps;
import huisclos.dicom.Uid;
import huisclos.dicom.Uids;
import huisclos.gate.Decision;
import huisclos.gate.Gate;
import huisclos.gate.Identity;
import huisclos.gate.Pass;
import huisclos.gate.Request;
import huisclos.net.NCreateRequest;
import huisclos.net.NGetRequest;
import huisclos.net.NSetRequest;
import huisclos.net.NormalizedReply;
import huisclos.net.Reply;
import huisclos.net.Status;
import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * The face of performed procedure steps (PS3.4 Annex F): N-CREATE and N-SET of the MPPS SOP class,
 * N-GET of its Retrieve SOP class. Of the association's thread only.
 */
final class PerformedStepService {
  private static final int INVALID_ATTRIBUTE_VALUE = 0x0106;
  private static final int DUPLICATE_SOP_INSTANCE = 0x0111;
  private static final int MISSING_ATTRIBUTE = 0x0120;
  private static final int MISSING_ATTRIBUTE_VALUE = 0x0121;
  private static final int RESOURCE_LIMITATION = 0x0213;

  /** PS3.4 Table F.7.2-2: the step is completed or discontinued. */
  private static final int MAY_NO_LONGER_BE_UPDATED = 0xA710;

  private final Gate gate;
  private final PerformedSteps steps;
  private final Identity who;

  PerformedStepService(Gate gate, PerformedSteps steps, Identity who) {
    this.gate = gate;
    this.steps = steps;
    this.who = who;
  }

  /** What is done with a pass. */
  private interface Work {
    PerformedStepOutcome with(Pass pass) throws IOException;
  }

  NormalizedReply create(NCreateRequest request) throws IOException {
    if (!request.sopClass().equals(Uids.MODALITY_PERFORMED_PROCEDURE_STEP)) {
      return NormalizedReply.of(Status.UNRECOGNIZED_OPERATION);
    }
    String uid = request.sopInstance().orElseGet(() -> Uid.fromUuid(UUID.randomUUID()));
    return answer(
        pass -> steps.create(pass, uid, request.attributes()), _ -> NormalizedReply.created(uid));
  }

  NormalizedReply set(NSetRequest request) throws IOException {
    if (!request.sopClass().equals(Uids.MODALITY_PERFORMED_PROCEDURE_STEP)) {
      return NormalizedReply.of(Status.UNRECOGNIZED_OPERATION);
    }
    return answer(
        pass -> steps.change(pass, request.sopInstance(), request.modifications()),
        _ -> NormalizedReply.of(Status.SUCCESS));
  }

  NormalizedReply get(NGetRequest request) throws IOException {
    if (!request.sopClass().equals(Uids.MODALITY_PERFORMED_PROCEDURE_STEP_RETRIEVE)) {
      return NormalizedReply.of(Status.UNRECOGNIZED_OPERATION);
    }
    return answer(
        pass -> steps.get(pass, request.sopInstance(), request.tags()),
        done -> NormalizedReply.with(done.attributes()));
  }

  private NormalizedReply answer(
      Work work, java.util.function.Function<Done, NormalizedReply> success) throws IOException {
    return switch (gate.decide(who, new Request.PerformedStep())) {
      case Decision.Denied _ -> NormalizedReply.of(Status.NOT_AUTHORIZED);
      case Decision.Granted(Pass pass) ->
          switch (work.with(pass)) {
            case Done done -> success.apply(done);
            case Refused(Reason reason, List<Integer> tags) ->
                NormalizedReply.of(refusal(reason, tags));
          };
    };
  }

  private static Reply refusal(Reason reason, List<Integer> tags) {
    return switch (reason) {
      case DUPLICATE -> Reply.of(DUPLICATE_SOP_INSTANCE);
      case UNKNOWN -> Reply.of(Status.NO_SUCH_SOP_INSTANCE);
      case ENDED ->
          new Reply(
              Status.PROCESSING_FAILURE,
              "Performed Procedure Step Object may no longer be updated",
              List.of(),
              OptionalInt.of(MAY_NO_LONGER_BE_UPDATED));
      case MISSING_ATTRIBUTE -> new Reply(MISSING_ATTRIBUTE, "", tags);
      case MISSING_VALUE -> new Reply(MISSING_ATTRIBUTE_VALUE, "", tags);
      case INVALID_VALUE -> new Reply(INVALID_ATTRIBUTE_VALUE, "", tags);
      case TOO_LARGE -> Reply.of(RESOURCE_LIMITATION, "the step is larger than is kept");
    };
  }
}
