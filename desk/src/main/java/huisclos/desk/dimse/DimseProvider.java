package huisclos.desk.dimse;

import huisclos.archive.Archive;
import huisclos.archive.Departures;
import huisclos.archive.FetchOutcome;
import huisclos.archive.FindMemory;
import huisclos.archive.FindOutcome;
import huisclos.archive.Level;
import huisclos.archive.Query;
import huisclos.archive.Root;
import huisclos.archive.Selectivity;
import huisclos.archive.Semantics;
import huisclos.archive.StoreHeader;
import huisclos.archive.StoreOutcome;
import huisclos.archive.StoredInstance;
import huisclos.courier.Courier;
import huisclos.courier.MoveOutcome;
import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import huisclos.dicom.Uids;
import huisclos.gate.Decision;
import huisclos.gate.Destination;
import huisclos.gate.Gate;
import huisclos.gate.Identity;
import huisclos.gate.Pass;
import huisclos.gate.Reason;
import huisclos.gate.Request;
import huisclos.gate.Verb;
import huisclos.net.AcceptedContext;
import huisclos.net.Ending;
import huisclos.net.FindReply;
import huisclos.net.FindRequest;
import huisclos.net.GetReply;
import huisclos.net.GetRequest;
import huisclos.net.MoveOriginator;
import huisclos.net.MoveReply;
import huisclos.net.MoveRequest;
import huisclos.net.NActionRequest;
import huisclos.net.NCreateRequest;
import huisclos.net.NGetRequest;
import huisclos.net.NSetRequest;
import huisclos.net.NormalizedReply;
import huisclos.net.Reply;
import huisclos.net.ServiceProvider;
import huisclos.net.Status;
import huisclos.net.StoreRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * Serves one association: each request is brought before the gate, handed to the archive with the
 * pass, and its outcome mapped to a status. Of the association's thread only.
 */
final class DimseProvider implements ServiceProvider {
  /** Subsequent occurrence of a rejected instance: of the A7xx range (PS3.4 §B.2.3). */
  private static final int REJECTED_BEFORE = 0xA770;

  private final Gate gate;
  private final Archive archive;
  private final Departures departures;
  private final Courier courier;
  private final CommitDesk commitments;
  private final FindMemory findMemory;
  private final Identity who;
  private final String callingAet;
  private final Negotiation.Agreed agreed;

  DimseProvider(DimseRooms rooms, Identity who, String callingAet, Negotiation.Agreed agreed) {
    this.gate = rooms.gate();
    this.archive = rooms.archive();
    this.departures = rooms.departures();
    this.courier = rooms.courier();
    this.commitments = rooms.commitments();
    this.findMemory = rooms.findMemory();
    this.who = who;
    this.callingAet = callingAet;
    this.agreed = agreed;
  }

  @Override
  public Reply echo(AcceptedContext context) {
    return Reply.of(
        context.abstractSyntax().equals(Uids.VERIFICATION)
            ? Status.SUCCESS
            : Status.UNRECOGNIZED_OPERATION);
  }

  @Override
  public Reply store(StoreRequest request, InputStream dataSet) throws IOException {
    if (!agreed.is(request.sopClass(), Service.STORAGE)) {
      return Reply.of(Status.UNRECOGNIZED_OPERATION);
    }
    return switch (gate.decide(who, new Request.Store())) {
      case Decision.Denied _ -> Reply.of(Status.NOT_AUTHORIZED);
      case Decision.Granted(Pass pass) ->
          answer(
              archive.store(
                  pass,
                  new StoreHeader(
                      request.sopClass(),
                      request.sopInstance(),
                      request.transferSyntax(),
                      Optional.ofNullable(agreed.specialised().get(request.sopClass()))),
                  dataSet));
    };
  }

  private Reply answer(StoreOutcome outcome) {
    return switch (outcome) {
      case StoreOutcome.Stored _, StoreOutcome.Duplicate _ -> Reply.of(Status.SUCCESS);
      case StoreOutcome.Conflict _ ->
          Reply.of(
              Status.CONFLICTING_CONTENT, "other content is known under this SOP instance UID");
      case StoreOutcome.Rejected _ -> Reply.of(REJECTED_BEFORE, "it was rejected or deleted here");
      case StoreOutcome.Invalid(var reason) -> {
        gate.misbehaviour().inRequest(who, Verb.STORE, Reason.UNACCEPTABLE_OBJECT);
        yield Reply.of(reason.status(), comment(reason));
      }
      case StoreOutcome.Denied _ -> Reply.of(Status.NOT_AUTHORIZED);
      case StoreOutcome.OutOfResources _ -> Reply.of(Status.REFUSED_OUT_OF_RESOURCES);
      case StoreOutcome.Failed _ -> Reply.of(Status.PROCESSING_FAILURE);
    };
  }

  private static String comment(StoreOutcome.InvalidReason reason) {
    return switch (reason) {
      case MISSING_UID -> "study, series or SOP instance UID is missing or no UID";
      case UNLIKE_COMMAND -> "the data set's SOP UIDs are unlike the command's";
      case SOP_CLASS -> "no storage SOP class taken here";
      case TRANSFER_SYNTAX -> "unknown transfer syntax";
      case OTHER_STUDY -> "the data set is of another study";
      case MALFORMED -> "the data set is malformed";
    };
  }

  @Override
  public Reply find(FindRequest request, FindReply out) throws IOException {
    if (agreed.is(request.sopClass(), Service.WORKLIST)) {
      return new WorklistService(gate, archive.orders(), who).find(request, out);
    }
    Optional<Query> query = query(request.sopClass(), QueryModels.FIND, request.identifier());
    if (query.isEmpty()) {
      return Reply.of(Status.DATA_SET_DOES_NOT_MATCH_SOP_CLASS, "no such query/retrieve level");
    }
    boolean selective = Selectivity.isSelective(query.get());
    return switch (gate.decide(who, new Request.Find(selective))) {
      case Decision.Denied _ -> Reply.of(Status.NOT_AUTHORIZED);
      case Decision.Granted(Pass pass) -> {
        // Until the last answer is taken, however slowly.
        try (FindMemory.Lease memory = findMemory.lease()) {
          yield answer(archive.find(pass, query.get().within(memory)), query.get(), out);
        }
      }
    };
  }

  private Reply answer(FindOutcome outcome, Query query, FindReply out) throws IOException {
    return switch (outcome) {
      case FindOutcome.Found(var rows, var allKeysSupported) ->
          rows(rows, allKeysSupported, query.level(), out);
      case FindOutcome.TooMany _ ->
          Reply.of(Status.REFUSED_OUT_OF_RESOURCES, "too many matches: narrow the query");
      case FindOutcome.Denied _ -> Reply.of(Status.NOT_AUTHORIZED);
      case FindOutcome.Invalid(var reason, int tag) -> invalid(reason, tag);
    };
  }

  private Reply rows(List<DataSet> rows, boolean allKeysSupported, Level level, FindReply out)
      throws IOException {
    for (DataSet row : rows) {
      if (out.cancelled()) {
        return Reply.of(Status.CANCEL);
      }
      row.putString(Tag.QUERY_RETRIEVE_LEVEL, level.name());
      row.putString(Tag.RETRIEVE_AE_TITLE, gate.aet());
      if (allKeysSupported) {
        out.pending(row);
      } else {
        out.pendingWarning(row);
      }
    }
    return Reply.of(Status.SUCCESS);
  }

  @Override
  public NormalizedReply nCreate(NCreateRequest request) throws IOException {
    return agreed.is(request.sopClass(), Service.PERFORMED_STEP)
        ? new PerformedStepService(gate, archive.performedSteps(), who).create(request)
        : NormalizedReply.of(Status.UNRECOGNIZED_OPERATION);
  }

  @Override
  public NormalizedReply nSet(NSetRequest request) throws IOException {
    return agreed.is(request.sopClass(), Service.PERFORMED_STEP)
        ? new PerformedStepService(gate, archive.performedSteps(), who).set(request)
        : NormalizedReply.of(Status.UNRECOGNIZED_OPERATION);
  }

  @Override
  public NormalizedReply nGet(NGetRequest request) throws IOException {
    return agreed.is(request.sopClass(), Service.PERFORMED_STEP)
        ? new PerformedStepService(gate, archive.performedSteps(), who).get(request)
        : NormalizedReply.of(Status.UNRECOGNIZED_OPERATION);
  }

  @Override
  public Reply get(GetRequest request, GetReply out) throws IOException {
    Optional<Query> query = query(request.sopClass(), QueryModels.GET, request.identifier());
    if (query.isEmpty()) {
      return Reply.of(Status.DATA_SET_DOES_NOT_MATCH_SOP_CLASS, "no such query/retrieve level");
    }
    return switch (gate.decide(who, new Request.Get())) {
      case Decision.Denied _ -> Reply.of(Status.NOT_AUTHORIZED);
      case Decision.Granted(Pass pass) ->
          switch (archive.select(pass, query.get().level(), query.get().identifier())) {
            case FetchOutcome.Selected(var instances) ->
                new Retrieval(departures, pass, out).send(instances);
            case FetchOutcome.TooMany _ ->
                Reply.of(Status.REFUSED_OUT_OF_RESOURCES, "too many instances: ask by series");
            case FetchOutcome.Denied _ -> Reply.of(Status.NOT_AUTHORIZED);
            case FetchOutcome.Invalid(var reason, int tag) -> invalid(reason, tag);
          };
    };
  }

  @Override
  public Reply move(MoveRequest request, MoveReply out) throws IOException {
    Optional<Query> query = query(request.sopClass(), QueryModels.MOVE, request.identifier());
    if (query.isEmpty()) {
      return Reply.of(Status.DATA_SET_DOES_NOT_MATCH_SOP_CLASS, "no such query/retrieve level");
    }
    return switch (gate.decide(who, new Request.Move(request.destination()))) {
      case Decision.Denied(var reason) ->
          Reply.of(
              reason == Reason.UNKNOWN_DESTINATION
                  ? Status.MOVE_DESTINATION_UNKNOWN
                  : Status.NOT_AUTHORIZED);
      case Decision.Granted(Pass pass) ->
          switch (archive.select(pass, query.get().level(), query.get().identifier())) {
            case FetchOutcome.Selected(var instances) -> move(pass, request, instances, out);
            case FetchOutcome.TooMany _ ->
                Reply.of(Status.REFUSED_OUT_OF_RESOURCES, "too many instances: ask by series");
            case FetchOutcome.Denied _ -> Reply.of(Status.NOT_AUTHORIZED);
            case FetchOutcome.Invalid(var reason, int tag) -> invalid(reason, tag);
          };
    };
  }

  private Reply move(Pass pass, MoveRequest request, List<StoredInstance> instances, MoveReply out)
      throws IOException {
    Optional<Destination> to = gate.destination(request.destination());
    if (to.isEmpty()) {
      // Removed since the gate was asked.
      return Reply.of(Status.MOVE_DESTINATION_UNKNOWN);
    }
    out.total(instances.size());
    MoveOriginator originator = new MoveOriginator(callingAet, request.messageId());
    MoveOutcome outcome = courier.move(pass, to.get(), instances, originator, out);
    return Reply.of(outcome.cancelled() ? Status.CANCEL : Status.SUCCESS);
  }

  @Override
  public NormalizedReply nAction(NActionRequest request) {
    if (!agreed.is(request.sopClass(), Service.COMMITMENT)) {
      return NormalizedReply.of(Status.UNRECOGNIZED_OPERATION);
    }
    return switch (CommitRequest.of(request)) {
      case CommitRequest.Parse.Refused(Reply reply) -> NormalizedReply.of(reply);
      case CommitRequest.Parse.Asked(CommitRequest asked) ->
          switch (gate.decide(who, new Request.Commit())) {
            case Decision.Denied _ -> NormalizedReply.of(Status.NOT_AUTHORIZED);
            case Decision.Granted(Pass pass) -> commitments.take(pass, callingAet, asked);
          };
    };
  }

  private static Reply invalid(FindOutcome.InvalidReason reason, int tag) {
    String comment =
        switch (reason) {
          case LEVEL -> "no such query/retrieve level in this model";
          case MISSING_UNIQUE_KEY -> "the unique key of a level above is missing";
          case MALFORMED_KEY -> "a key's value doesn't fit its VR";
          case TOO_MANY_VALUES -> "a key has too many values";
        };
    return new Reply(
        Status.DATA_SET_DOES_NOT_MATCH_SOP_CLASS, comment, tag == 0 ? List.of() : List.of(tag));
  }

  /** What is asked for; empty where model or level is none of the operation's. */
  private Optional<Query> query(String sopClass, List<String> models, DataSet identifier) {
    if (!models.contains(sopClass)) {
      return Optional.empty();
    }
    Optional<Root> root = QueryModels.root(sopClass);
    Optional<Level> level =
        identifier.string(Tag.QUERY_RETRIEVE_LEVEL).flatMap(DimseProvider::level);
    return root.isEmpty() || level.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Query(
                level.get(),
                root.get(),
                identifier,
                agreed.semantics().getOrDefault(sopClass, Semantics.BASELINE)));
  }

  private static Optional<Level> level(String word) {
    for (Level level : Level.values()) {
      if (level.name().equals(word)) {
        return Optional.of(level);
      }
    }
    return Optional.empty();
  }

  @Override
  public void closed(Ending ending) {
    // Nothing outlives a request here.
  }
}
