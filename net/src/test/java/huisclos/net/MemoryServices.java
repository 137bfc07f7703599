package huisclos.net;

import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import huisclos.dicom.Uids;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** C-MOVE and the N-services for the tests; admits everybody and writes down what was asked. */
final class MemoryServices implements Admission {
  static final String COMMIT = Uids.STORAGE_COMMITMENT_PUSH_MODEL;
  static final String COMMIT_INSTANCE = "1.2.840.10008.1.20.1.1";
  static final String STEP = Uids.MODALITY_PERFORMED_PROCEDURE_STEP;
  static final String MOVE = Uids.STUDY_ROOT_QUERY_RETRIEVE_INFORMATION_MODEL_MOVE;
  static final String FIND = Uids.STUDY_ROOT_QUERY_RETRIEVE_INFORMATION_MODEL_FIND;

  /** In order: what was asked, reported and how it ended. */
  final List<String> log = new CopyOnWriteArrayList<>();

  final Map<String, DataSet> steps = new ConcurrentHashMap<>();
  final AtomicInteger moved = new AtomicInteger();
  volatile int toMove = 5;

  /** Holds a move or a report back until it is counted down. */
  volatile CountDownLatch held = new CountDownLatch(0);

  final CountDownLatch begun = new CountDownLatch(1);
  final CountDownLatch moveEnded = new CountDownLatch(1);

  @Override
  public Verdict consider(Peer peer, AssociateRq request) {
    Map<Integer, ContextAnswer> answers = new HashMap<>();
    request
        .contexts()
        .forEach(c -> answers.put(c.id(), ContextAnswer.accept(c.transferSyntaxes().getFirst())));
    return new Verdict.Admit(answers, List.copyOf(request.roleSelections()), new Provider());
  }

  static AssociateRequestSpec everything() {
    List<String> implicit = List.of(Uids.IMPLICIT_VR_LITTLE_ENDIAN);
    return AssociateRequestSpec.of("DEVICE", "ARCHIVE")
        .propose(Uids.VERIFICATION, implicit)
        .propose(COMMIT, implicit)
        .propose(STEP, implicit)
        .propose(MOVE, implicit)
        .propose(FIND, implicit);
  }

  static void await(CountDownLatch latch) {
    try {
      if (!latch.await(20, java.util.concurrent.TimeUnit.SECONDS)) {
        throw new AssertionError("waited in vain");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Reports what it was asked to, once it is let. */
  private final class Report implements FollowUp {
    private final String transaction;

    Report(String transaction) {
      this.transaction = transaction;
    }

    @Override
    public Optional<EventReport> make() {
      begun.countDown();
      await(held);
      DataSet information = new DataSet();
      information.putString(Tag.TRANSACTION_UID, transaction);
      return Optional.of(new EventReport(COMMIT, COMMIT_INSTANCE, 1, information));
    }

    @Override
    public void delivered(int status) {
      log.add("delivered " + transaction + " " + Status.format(status));
    }

    @Override
    public void undelivered() {
      log.add("undelivered " + transaction);
    }
  }

  private final class Provider implements ServiceProvider {
    @Override
    public Reply echo(AcceptedContext context) {
      log.add("echo");
      return Reply.of(Status.SUCCESS);
    }

    @Override
    public Reply store(StoreRequest request, InputStream dataSet) {
      return Reply.of(Status.UNRECOGNIZED_OPERATION);
    }

    @Override
    public Reply find(FindRequest request, FindReply out) throws IOException {
      String which = request.identifier().string(Tag.STUDY_INSTANCE_UID, "");
      begun.countDown();
      await(held);
      for (int i = 0; i < 20; i++) {
        if (out.cancelled()) {
          log.add("cancelled " + which);
          return Reply.of(Status.CANCEL);
        }
        out.pending(request.identifier());
      }
      log.add("found " + which);
      return Reply.of(Status.SUCCESS);
    }

    @Override
    public Reply get(GetRequest request, GetReply out) {
      return Reply.of(Status.UNRECOGNIZED_OPERATION);
    }

    @Override
    public Reply move(MoveRequest request, MoveReply out) {
      log.add("move to " + request.destination() + " as " + request.messageId());
      if (!request.destination().equals("THIRD")) {
        return Reply.of(Status.MOVE_DESTINATION_UNKNOWN);
      }
      try {
        out.total(toMove);
        for (int i = 0; i < toMove; i++) {
          if (out.cancelled()) {
            return Reply.of(Status.CANCEL);
          }
          moved.incrementAndGet();
          switch (i % 5) {
            case 3 -> out.failed("1.2.3." + i);
            case 4 -> out.warned();
            default -> out.completed();
          }
          begun.countDown();
          await(held);
          if (toMove > 1000) {
            Thread.sleep(1);
          }
        }
        return Reply.of(Status.SUCCESS);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      } finally {
        moveEnded.countDown();
      }
    }

    @Override
    public NormalizedReply nAction(NActionRequest request) {
      String transaction =
          request.information().orElseThrow().string(Tag.TRANSACTION_UID).orElseThrow();
      log.add("action " + request.actionType() + " " + transaction);
      return NormalizedReply.of(Status.SUCCESS).then(new Report(transaction));
    }

    @Override
    public NormalizedReply nEventReport(NEventReportRequest request) {
      log.add("event " + request.eventType() + " of " + request.sopInstance());
      return NormalizedReply.of(Status.SUCCESS);
    }

    @Override
    public NormalizedReply nCreate(NCreateRequest request) {
      String uid = request.sopInstance().orElse("1.2.3.77");
      return steps.putIfAbsent(uid, request.attributes()) == null
          ? NormalizedReply.created(uid)
          : NormalizedReply.of(Status.DUPLICATE_SOP_INSTANCE);
    }

    @Override
    public NormalizedReply nSet(NSetRequest request) {
      DataSet step = steps.get(request.sopInstance());
      if (step == null) {
        return NormalizedReply.of(Status.NO_SUCH_SOP_INSTANCE);
      }
      request.modifications().forEach(step::put);
      return NormalizedReply.with(request.modifications());
    }

    @Override
    public NormalizedReply nGet(NGetRequest request) {
      DataSet step = steps.get(request.sopInstance());
      return step == null
          ? NormalizedReply.of(Reply.of(Status.NO_SUCH_SOP_INSTANCE, "no such step"))
          : NormalizedReply.with(request.tags().isEmpty() ? step : step.copyOf(request.tags()));
    }

    @Override
    public NormalizedReply nDelete(NDeleteRequest request) throws IOException {
      if (steps.remove(request.sopInstance()) == null) {
        throw new IOException("nothing there");
      }
      return NormalizedReply.of(Status.SUCCESS);
    }

    @Override
    public void closed(Ending ending) {
      log.add("closed");
    }
  }
}
