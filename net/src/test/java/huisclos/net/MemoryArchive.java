package huisclos.net;

import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import huisclos.dicom.Uids;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** An archive of bytes in memory that admits everybody: what the tests' servers serve. */
final class MemoryArchive implements Admission {
  /** One instance, in the syntax in which it came. */
  record Instance(String sopClass, String sopInstance, String transferSyntax, Bytes dataSet) {}

  final Map<String, Instance> instances = new ConcurrentSkipListMap<>();
  final List<AssociateRq> requests = new CopyOnWriteArrayList<>();
  final List<Ending> closed = new CopyOnWriteArrayList<>();
  final List<Peer> peers = new CopyOnWriteArrayList<>();

  /** How many matches each query has. */
  volatile int matches = 3;

  /** Bytes that each match is longer by. */
  volatile int padding;

  /** Matches sent before a cancel was noticed. */
  final AtomicInteger sent = new AtomicInteger();

  /** Whether the last query was cancelled. */
  volatile boolean cancelled;

  /** What a C-STORE is answered without reading the data set, if it is. */
  volatile int refuseStores;

  @Override
  public Verdict consider(Peer peer, AssociateRq request) {
    requests.add(request);
    peers.add(peer);
    Map<Integer, ContextAnswer> answers = new HashMap<>();
    for (ProposedContext context : request.contexts()) {
      answers.put(
          context.id(),
          context.transferSyntaxes().isEmpty()
              ? ContextAnswer.Refusal.TRANSFER_SYNTAXES_NOT_SUPPORTED
              : ContextAnswer.accept(context.transferSyntaxes().getFirst()));
    }
    List<UserItem> roles = new ArrayList<>(request.roleSelections());
    return new Verdict.Admit(answers, roles, new Provider());
  }

  private final class Provider implements ServiceProvider {
    @Override
    public Reply echo(AcceptedContext context) {
      return Reply.of(Status.SUCCESS);
    }

    @Override
    public Reply store(StoreRequest request, InputStream dataSet) throws IOException {
      if (refuseStores != 0) {
        return Reply.of(refuseStores, "not today");
      }
      instances.put(
          request.sopInstance(),
          new Instance(
              request.sopClass(),
              request.sopInstance(),
              request.transferSyntax(),
              Bytes.of(dataSet.readAllBytes())));
      return Reply.of(Status.SUCCESS);
    }

    @Override
    public Reply find(FindRequest request, FindReply out) throws IOException {
      sent.set(0);
      cancelled = false;
      for (int i = 0; i < matches; i++) {
        if (out.cancelled()) {
          cancelled = true;
          return Reply.of(Status.CANCEL);
        }
        DataSet match = new DataSet();
        match.putString(Tag.QUERY_RETRIEVE_LEVEL, "STUDY");
        match.putString(Tag.STUDY_INSTANCE_UID, "1.2.3." + i);
        match.putString(Tag.PATIENT_ID, request.identifier().string(Tag.PATIENT_ID, "none"));
        if (padding > 0) {
          match.putString(Tag.PATIENT_COMMENTS, "x".repeat(padding));
        }
        out.pending(match);
        sent.incrementAndGet();
      }
      return Reply.of(Status.SUCCESS);
    }

    @Override
    public Reply get(GetRequest request, GetReply out) throws IOException {
      out.total(instances.size());
      for (Instance one : instances.values()) {
        if (out.cancelled()) {
          return Reply.of(Status.CANCEL);
        }
        int status =
            out.subOperation(
                one.sopClass(), one.sopInstance(), one.transferSyntax(), source(one.dataSet()));
        if (status == Status.NOT_NEGOTIATED) {
          out.failed(one.sopInstance());
        }
      }
      return Reply.of(Status.SUCCESS);
    }

    @Override
    public void closed(Ending ending) {
      closed.add(ending);
    }
  }

  /** Bytes as a source. */
  static DataSetSource source(Bytes bytes) {
    byte[] raw = bytes.toArray();
    return new DataSetSource() {
      @Override
      public long length() {
        return raw.length;
      }

      @Override
      public void writeTo(OutputStream target) throws IOException {
        target.write(raw);
      }
    };
  }

  /** A requestor's proposal for every service. */
  static AssociateRequestSpec everything() {
    List<String> little = List.of(Uids.EXPLICIT_VR_LITTLE_ENDIAN, Uids.IMPLICIT_VR_LITTLE_ENDIAN);
    List<String> implicit = List.of(Uids.IMPLICIT_VR_LITTLE_ENDIAN);
    return AssociateRequestSpec.of("DEVICE", "ARCHIVE")
        .propose(Uids.VERIFICATION, implicit)
        .propose(Uids.CT_IMAGE_STORAGE, little)
        .propose(Uids.STUDY_ROOT_QUERY_RETRIEVE_INFORMATION_MODEL_FIND, implicit)
        .propose(Uids.STUDY_ROOT_QUERY_RETRIEVE_INFORMATION_MODEL_GET, implicit)
        .with(new UserItem.RoleSelection(Uids.CT_IMAGE_STORAGE, true, true));
  }
}
