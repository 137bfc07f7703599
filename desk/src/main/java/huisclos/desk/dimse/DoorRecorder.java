package huisclos.desk.dimse;

import huisclos.gate.Gate;
import huisclos.gate.Reason;
import huisclos.net.AssociateRj;
import huisclos.net.AssociateRq;
import huisclos.net.Ending;
import huisclos.net.Peer;
import huisclos.net.ProposedContext;
import huisclos.net.ServerListener;
import huisclos.net.Verdict;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts on the trail what fails at the DICOM door before the gate has seen it, such as handshakes,
 * and associations that had to be ended for what their peer did. What the gate itself refuses is on
 * record already. Thread-safe.
 */
public final class DoorRecorder implements ServerListener {
  private static final Logger LOG = LoggerFactory.getLogger(DoorRecorder.class);

  private final Gate gate;
  private final Predicate<InetSocketAddress> ourselves;

  /**
   * @param ourselves whether a connection comes from the look that this server takes at its own
   *     doors, which is on record by itself and would otherwise read like an attack
   */
  public DoorRecorder(Gate gate, Predicate<InetSocketAddress> ourselves) {
    this.gate = gate;
    this.ourselves = ourselves;
  }

  @Override
  public void handshakeFailed(InetSocketAddress from, String kind) {
    if (!ourselves.test(from)) {
      gate.handshakeFailed(Remote.of(from), kind);
    }
  }

  @Override
  public void nothingAsked(Peer peer, Ending ending) {
    handshakeFailed(peer.address(), "nothing asked");
  }

  @Override
  public void associationRejected(Peer peer, AssociateRq request, AssociateRj answer) {
    // What the gate refuses (1/1/1) it has recorded; the rest never came before it.
    if (!answer.equals(Verdict.Reject.NO_REASON.answer())) {
      misbehaved(peer, request, Reason.UNUSABLE_REQUEST);
    }
  }

  private void misbehaved(Peer peer, AssociateRq request, Reason reason) {
    if (!peer.certificates().isEmpty()) {
      gate.misbehaviour()
          .onAssociation(
              reason,
              peer.certificates().getFirst(),
              request.callingAet(),
              request.calledAet(),
              Remote.of(peer.address()));
    }
  }

  @Override
  public void contextRefused(Peer peer, AssociateRq request, ProposedContext context, int result) {
    // A verb that isn't granted is on record by the gate; an unknown SOP class discloses nothing.
  }

  @Override
  public void associationOpened(long id, Peer peer, AssociateRq request) {
    LOG.debug("association {} opened", id);
  }

  @Override
  public void associationEnded(long id, Peer peer, AssociateRq request, Ending ending) {
    LOG.debug("association {} ended: {}", id, ending.words());
    blame(ending).ifPresent(reason -> misbehaved(peer, request, reason));
  }

  /** What the peer did to deserve this ending, if it did. */
  private static Optional<Reason> blame(Ending ending) {
    return switch (ending) {
      case Ending.AbortedHere(Ending.Cause cause) ->
          switch (cause) {
            case PROTOCOL_VIOLATION -> Optional.of(Reason.PROTOCOL_VIOLATION);
            case LIMIT -> Optional.of(Reason.OVER_LIMIT);
            case LOCAL_REQUEST, ACCESS_ENDED, SHUTDOWN, SOURCE_FAILED -> Optional.empty();
          };
      case Ending.TimedOut(Ending.Wait during) ->
          switch (during) {
            case PDU, WRITE -> Optional.of(Reason.TOO_SLOW);
            case CONNECT, HANDSHAKE, ASSOCIATE, IDLE -> Optional.empty();
          };
      case Ending.Released _,
          Ending.Rejected _,
          Ending.AbortedByPeer _,
          Ending.ConnectionLost _,
          Ending.TlsRefused _,
          Ending.Unreachable _ ->
          Optional.empty();
    };
  }

  @Override
  public void limitReached(Limit limit, InetSocketAddress from) {
    gate.handshakeFailed(Remote.of(from), "too many connections");
  }

  @Override
  public void failed(Peer peer, String where, Throwable failure) {
    // The type alone: a library's message may repeat what it was given.
    LOG.error("{}: {}", where, failure.getClass().getName());
  }
}
