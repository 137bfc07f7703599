package huisclos.desk.dimse;

import huisclos.gate.Gate;
import huisclos.net.AssociateRj;
import huisclos.net.AssociateRq;
import huisclos.net.Ending;
import huisclos.net.Peer;
import huisclos.net.ProposedContext;
import huisclos.net.ServerListener;
import huisclos.net.Verdict;
import java.net.InetSocketAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts on the trail what fails at the DICOM door before the gate has seen it: handshakes. What the
 * gate itself refuses is on record already. Thread-safe.
 */
public final class DoorRecorder implements ServerListener {
  private static final Logger LOG = LoggerFactory.getLogger(DoorRecorder.class);

  private final Gate gate;

  public DoorRecorder(Gate gate) {
    this.gate = gate;
  }

  @Override
  public void handshakeFailed(InetSocketAddress from, String kind) {
    gate.handshakeFailed(Remote.of(from), kind);
  }

  @Override
  public void nothingAsked(Peer peer, Ending ending) {
    gate.handshakeFailed(Remote.of(peer.address()), "nothing asked");
  }

  @Override
  public void associationRejected(Peer peer, AssociateRq request, AssociateRj answer) {
    // What the gate refuses (1/1/1) it has recorded; the rest never came before it.
    if (!answer.equals(Verdict.Reject.NO_REASON.answer())) {
      gate.handshakeFailed(Remote.of(peer.address()), "nothing asked");
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
