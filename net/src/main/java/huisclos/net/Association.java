package huisclos.net;

import huisclos.dicom.DataSet;
import huisclos.dicom.Uids;
import huisclos.net.internal.AeTitle;
import huisclos.net.internal.DimseChannel;
import huisclos.net.internal.ScuSession;
import huisclos.net.internal.UpperLayer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * An association that we asked for. One operation at a time, on one thread; {@link #cancel} and
 * {@link #abort} are for any thread. What ends the association is an {@link AssociationException}
 * of whatever was going on.
 */
public final class Association implements AutoCloseable {
  private final UpperLayer layer;
  private final AssociateAc answer;
  private final List<AcceptedContext> contexts;
  private final ScuSession session;

  Association(
      UpperLayer layer, DimseChannel channel, AssociateAc answer, List<AcceptedContext> contexts) {
    this.layer = layer;
    this.answer = answer;
    this.contexts = List.copyOf(contexts);
    this.session = new ScuSession(channel);
  }

  /** What the peer answered, user information included. */
  public AssociateAc answer() {
    return answer;
  }

  /** The other end: its address, and what it showed in the TLS handshake. */
  public Peer peer() {
    return layer.peer();
  }

  /** The presentation contexts that stand. */
  public List<AcceptedContext> contexts() {
    return contexts;
  }

  /** A context in which we may invoke operations of this SOP class. */
  public Optional<AcceptedContext> context(String sopClass) {
    return contexts.stream()
        .filter(c -> c.requestorIsScu() && c.abstractSyntax().equals(sopClass))
        .findFirst();
  }

  /** Likewise, in this transfer syntax. */
  public Optional<AcceptedContext> context(String sopClass, String transferSyntax) {
    return contexts.stream()
        .filter(c ->
            c.requestorIsScu()
                && c.abstractSyntax().equals(sopClass)
                && c.transferSyntax().equals(transferSyntax))
        .findFirst();
  }

  /** C-ECHO; {@link Status#NOT_NEGOTIATED} without a context for it. */
  public Reply echo() throws AssociationException {
    return session.echo(context(Uids.VERIFICATION));
  }

  /**
   * C-STORE of one instance.
   *
   * @return the peer's answer, or {@link Status#NOT_NEGOTIATED} without a context of this class and
   *     syntax
   * @throws IOException if the source failed before anything was sent: the association still
   *     stands; an {@link AssociationException} where it doesn't
   */
  public Reply store(
      String sopClass, String sopInstance, DataSetSource source, String transferSyntax)
      throws IOException {
    return session.store(context(sopClass, transferSyntax), sopInstance, source, Optional.empty());
  }

  /** Likewise, as part of a C-MOVE that another asked for. */
  public Reply store(
      String sopClass,
      String sopInstance,
      DataSetSource source,
      String transferSyntax,
      MoveOriginator originator)
      throws IOException {
    return session.store(
        context(sopClass, transferSyntax), sopInstance, source, Optional.of(originator));
  }

  /**
   * C-FIND.
   *
   * @param matches is given each match, on this thread; may call {@link #cancel}
   * @return the final answer, or {@link Status#NOT_NEGOTIATED}
   * @throws IOException also if a match is malformed: the association is aborted
   */
  public Reply find(String sopClass, DataSet identifier, Consumer<DataSet> matches)
      throws IOException {
    return session.find(context(sopClass), identifier, matches);
  }

  /**
   * C-GET; the instances come in contexts for which the SCP role was granted.
   *
   * @return the final answer, or {@link Status#NOT_NEGOTIATED}
   */
  public GetResult get(String sopClass, DataSet identifier, StoreReceiver receiver)
      throws IOException {
    return session.get(context(sopClass), identifier, receiver);
  }

  /**
   * C-MOVE to a third party that the peer knows by this AE title.
   *
   * @param progress is given the counts of each pending answer, on this thread; may call {@link
   *     #cancel}
   * @return the final answer, or {@link Status#NOT_NEGOTIATED}
   * @throws IllegalArgumentException if the destination is no AE title
   */
  public MoveResult move(
      String sopClass, String destination, DataSet identifier, Consumer<SubOperations> progress)
      throws IOException {
    return session.move(context(sopClass), AeTitle.checked(destination), identifier, progress);
  }

  /**
   * N-ACTION. An N-operation whose data set can't be encoded sends nothing, and the association
   * stands; what the peer's answer can't be decoded from ends it.
   *
   * @return the peer's answer, or {@link Status#NOT_NEGOTIATED}
   */
  public NormalizedResult nAction(
      String sopClass, String sopInstance, int actionType, Optional<DataSet> information)
      throws IOException {
    return session.normalized().nAction(context(sopClass), sopInstance, actionType, information);
  }

  /**
   * N-EVENT-REPORT, in a context in which we were granted the SCP role; {@link
   * Status#NOT_NEGOTIATED} without one.
   */
  public NormalizedResult nEventReport(
      String sopClass, String sopInstance, int eventType, Optional<DataSet> information)
      throws IOException {
    return session
        .normalized()
        .nEventReport(scpContext(sopClass), sopInstance, eventType, information);
  }

  private Optional<AcceptedContext> scpContext(String sopClass) {
    return contexts.stream()
        .filter(c -> c.requestorIsScp() && c.abstractSyntax().equals(sopClass))
        .findFirst();
  }

  /** N-CREATE; without a SOP instance the peer chooses one and its answer names it. */
  public NormalizedResult nCreate(String sopClass, Optional<String> sopInstance, DataSet attributes)
      throws IOException {
    return session.normalized().nCreate(context(sopClass), sopInstance, attributes);
  }

  /** N-SET. */
  public NormalizedResult nSet(String sopClass, String sopInstance, DataSet modifications)
      throws IOException {
    return session.normalized().nSet(context(sopClass), sopInstance, modifications);
  }

  /** N-GET of these attributes, or of all where none is named. */
  public NormalizedResult nGet(String sopClass, String sopInstance, List<Integer> tags)
      throws IOException {
    return session.normalized().nGet(context(sopClass), sopInstance, tags);
  }

  /** N-DELETE. */
  public NormalizedResult nDelete(String sopClass, String sopInstance) throws IOException {
    return session.normalized().nDelete(context(sopClass), sopInstance);
  }

  /**
   * Waits for an event report of a service that the peer provides, such as the answer to a request
   * for storage commitment. One that came earlier is taken at once.
   *
   * @param time how long to wait
   * @param handler the status with which the report is answered
   * @return the report, or empty where none came
   */
  public Optional<NEventReportRequest> awaitEvent(
      Duration time, Function<NEventReportRequest, Integer> handler) throws AssociationException {
    return session.normalized().await(time, handler);
  }

  /** Sends a C-CANCEL-RQ for the find, get or move that is running, if one is. From any thread. */
  public void cancel() throws AssociationException {
    session.cancel();
  }

  /** Releases and closes. */
  public void release() throws AssociationException {
    layer.requestRelease();
    while (true) {
      switch (layer.receive()) {
        case ReleaseRp _ -> {
          return;
        }
        // Both asked at once (PS3.8 §9.2.3, AR-8).
        case ReleaseRq _ -> layer.answerRelease();
        case PDataTf _ -> {}
        default -> throw new IllegalStateException("indicated in a release");
      }
    }
  }

  /** Aborts and closes. From any thread. */
  public void abort() {
    layer.abort(Ending.Cause.LOCAL_REQUEST);
    layer.hurry();
  }

  /** How the association ended, once it has. */
  public Optional<Ending> ending() {
    return layer.ending();
  }

  /** Releases, or aborts where that isn't possible any more. */
  @Override
  public void close() {
    if (layer.ending().isPresent()) {
      layer.linger();
      return;
    }
    try {
      if (session.running()) {
        abort();
        layer.linger();
      } else {
        release();
      }
    } catch (AssociationException e) {
      // It is over, which is all that was wanted.
    }
  }
}
