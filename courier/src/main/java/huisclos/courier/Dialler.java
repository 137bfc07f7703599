package huisclos.courier;

import huisclos.gate.Destination;
import huisclos.gate.Gate;
import huisclos.gate.PeerIdentity;
import huisclos.net.AssociateRequestSpec;
import huisclos.net.Association;
import huisclos.net.Requestor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/**
 * The one place from which a running archive dials: registered peers only, over TLS only, and not
 * too many at once. Thread-safe.
 */
final class Dialler {
  private final Gate gate;
  private final Semaphore places = new Semaphore(CourierLimits.MAX_ASSOCIATIONS, true);
  private final Map<String, Semaphore> perPeer = new ConcurrentHashMap<>();
  private final Set<Association> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  Dialler(Gate gate) {
    this.gate = gate;
  }

  /** The title that we call this destination with. */
  String callingAet(Destination to) {
    return to.identity().map(PeerIdentity::aet).orElseGet(gate::aet);
  }

  /**
   * Dials.
   *
   * @param proposal what is asked for, beginning with the titles
   * @throws PeerGoneException if the destination is no longer registered as given, or no place came
   *     free
   * @throws huisclos.net.AssociationException with the reason, see {@link Requestor}
   */
  Line dial(Destination to, UnaryOperator<AssociateRequestSpec> proposal) throws IOException {
    Semaphore ours =
        perPeer.computeIfAbsent(to.aet(), _ -> new Semaphore(CourierLimits.MAX_PER_PEER, true));
    take(ours);
    boolean done = false;
    try {
      take(places);
      try {
        Line line = connect(to, proposal, ours);
        done = true;
        return line;
      } finally {
        if (!done) {
          places.release();
        }
      }
    } finally {
      if (!done) {
        ours.release();
      }
    }
  }

  private Line connect(Destination to, UnaryOperator<AssociateRequestSpec> proposal, Semaphore ours)
      throws IOException {
    // Asked again here: a keeper may have removed or changed it while its turn was waited for.
    if (closed || !gate.destination(to.aet()).equals(Optional.of(to))) {
      throw new PeerGoneException(
          closed ? "the archive is stopping" : "no longer registered as it was");
    }
    Association association =
        Requestor.connect(
            InetSocketAddress.createUnresolved(to.host(), to.port()),
            Optional.of(gate.contextFor(to)),
            proposal.apply(AssociateRequestSpec.of(callingAet(to), to.calledAet())),
            CourierLimits.net());
    open.add(association);
    if (closed) {
      association.abort();
    }
    return new Line(
        association,
        () -> isWelcome(to, association),
        () -> {
          open.remove(association);
          places.release();
          ours.release();
        });
  }

  /** A revocation or removal counts from the next instance on, not from the next association. */
  private boolean isWelcome(Destination to, Association association) {
    return gate.destination(to.aet()).equals(Optional.of(to))
        && (to.trust().isPresent()
            || association.peer().certificates().stream().limit(1).anyMatch(gate::welcome));
  }

  private static void take(Semaphore semaphore) throws PeerGoneException {
    try {
      if (!semaphore.tryAcquire(CourierLimits.PLACE_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new PeerGoneException("too many associations are open already");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PeerGoneException("the archive is stopping");
    }
  }

  /** How many associations are open. */
  int openLines() {
    return open.size();
  }

  /** Dials no more. */
  void close() {
    closed = true;
  }

  /** Ends what is still open. */
  void abortAll() {
    open.forEach(Association::abort);
  }
}
