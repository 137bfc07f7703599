package huisclos.net.internal;

import huisclos.net.Admission;
import huisclos.net.AssociateRj;
import huisclos.net.AssociateRq;
import huisclos.net.AssociationException;
import huisclos.net.ContextAnswer;
import huisclos.net.Ending;
import huisclos.net.HandshakeFailure;
import huisclos.net.NetLimits;
import huisclos.net.Pdu;
import huisclos.net.PduLimits;
import huisclos.net.Peer;
import huisclos.net.ProposedContext;
import huisclos.net.ServerListener;
import huisclos.net.Verdict;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * One connection that a server took, from the TLS handshake to its close; {@link #run} is its
 * virtual thread. The other methods are for any thread.
 */
public final class AcceptorConnection implements Runnable, Foyer.Guest {
  /** What all connections of a server share. */
  public record House(
      Optional<SSLContext> tls,
      Admission admission,
      NetLimits limits,
      ServerListener events,
      Foyer foyer,
      Places places,
      HeldMemory memory) {}

  /** How long a request waits for a place: who just ended may be about to give one back. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** Transient, by the presentation layer's provider: local limit exceeded (PS3.8 §9.3.4). */
  private static final AssociateRj NO_PLACE = new AssociateRj(2, 3, 2);

  private static final AssociateRj LOCAL_LIMIT = new AssociateRj(1, 2, 1);
  private static final AssociateRj APPLICATION_CONTEXT_NOT_SUPPORTED = new AssociateRj(1, 1, 2);

  private final long id;
  private final House house;
  private final Socket socket;
  private final InetSocketAddress from;
  private final Consumer<AcceptorConnection> atEnd;

  private final long began = System.nanoTime();

  /** Whether it had to give way to who came. */
  private volatile boolean putOut;

  private volatile @Nullable Transport transport;
  private volatile @Nullable Peer peer;
  private volatile @Nullable UpperLayer layer;
  private volatile @Nullable ProviderSession session;

  /**
   * @param from who is in the foyer already
   * @param atEnd called once, whatever happens
   */
  public AcceptorConnection(
      long id,
      House house,
      Socket socket,
      InetSocketAddress from,
      Consumer<AcceptorConnection> atEnd) {
    this.id = id;
    this.house = house;
    this.socket = socket;
    this.from = from;
    this.atEnd = atEnd;
  }

  @Override
  public void run() {
    try {
      Transport own = Transport.of(socket);
      transport = own;
      try {
        if (house.tls().isPresent()) {
          own.secureAsServer(house.tls().get(), house.limits().handshakeTimeout());
        }
        Peer known = own.peer();
        peer = known;
        serve(own, known);
      } finally {
        own.close();
      }
    } catch (AssociationException e) {
      // Only the handshake's failure comes up here.
      handshakeFailed(kind(e.ending()));
    } catch (IOException e) {
      handshakeFailed(HandshakeFailure.CLOSED.kind());
    } catch (RuntimeException | Error e) {
      // Whatever broke, it was this connection alone, which is closed without a word.
      house.events().failed(knownPeer(), "connection", e);
    } finally {
      closeSocket();
      house.foyer().leave(this);
      atEnd.accept(this);
    }
  }

  private void handshakeFailed(String kind) {
    if (putOut) {
      house.events().limitReached(ServerListener.Limit.WAITING, from);
    } else {
      house.events().handshakeFailed(from, kind);
    }
  }

  private void nothingAsked(Peer known, Ending ending) {
    if (putOut) {
      house.events().limitReached(ServerListener.Limit.WAITING, from);
    } else {
      house.events().nothingAsked(known, ending);
    }
  }

  private static String kind(Ending ending) {
    return ending instanceof Ending.TlsRefused(String kind)
        ? kind
        : HandshakeFailure.TIMEOUT.kind();
  }

  private Peer knownPeer() {
    Peer known = peer;
    return known == null ? Peer.plain(from) : known;
  }

  private void closeSocket() {
    try {
      socket.close();
    } catch (IOException e) {
      // Gone is gone.
    }
  }

  private void serve(Transport own, Peer known) throws IOException {
    UpperLayer upper = UpperLayer.acceptor(own, house.limits());
    layer = upper;
    AssociateRq request;
    try {
      Pdu first = upper.receive();
      if (!(first instanceof AssociateRq rq)) {
        throw new IllegalStateException("indicated before an association");
      }
      request = rq;
    } catch (AssociationException e) {
      nothingAsked(known, e.ending());
      return;
    }
    try {
      takePlace(upper, known, request);
    } catch (AssociationException e) {
      // It went while it was being answered; there is no association to report the end of.
      nothingAsked(known, e.ending());
    }
  }

  private void takePlace(UpperLayer upper, Peer known, AssociateRq request)
      throws AssociationException {
    Optional<ServerListener.Limit> no = house.places().enter(from.getAddress(), PATIENCE);
    if (no.isPresent()) {
      house.events().limitReached(no.get(), from);
      upper.reject(NO_PLACE);
      return;
    }
    try {
      if (house.foyer().leave(this)) {
        consider(upper, known, request);
      } else {
        nothingAsked(known, ending(upper));
      }
    } finally {
      house.places().leave(from.getAddress());
    }
  }

  private void consider(UpperLayer upper, Peer known, AssociateRq request)
      throws AssociationException {
    if (!request.applicationContext().equals(AssociateRq.DICOM_APPLICATION_CONTEXT)) {
      reject(upper, known, request, APPLICATION_CONTEXT_NOT_SUPPORTED);
      return;
    }
    if (request.maximumLength() != 0 && request.maximumLength() < PduLimits.MIN_PEER_DATA_BYTES) {
      reject(upper, known, request, LOCAL_LIMIT);
      return;
    }
    switch (verdict(known, request)) {
      case Verdict.Reject no -> reject(upper, known, request, no.answer());
      case Verdict.Admit yes -> admit(upper, known, request, yes);
    }
  }

  private Verdict verdict(Peer known, AssociateRq request) {
    try {
      return house.admission().consider(known, request);
    } catch (RuntimeException e) {
      house.events().failed(known, "admission", e);
      return Verdict.Reject.NO_REASON;
    }
  }

  private void reject(UpperLayer upper, Peer known, AssociateRq request, AssociateRj answer)
      throws AssociationException {
    house.events().associationRejected(known, request, answer);
    upper.reject(answer);
  }

  private void admit(UpperLayer upper, Peer known, AssociateRq request, Verdict.Admit verdict)
      throws AssociationException {
    try {
      Optional<Negotiation.Accepted> accepted = negotiate(known, request, verdict);
      if (accepted.isEmpty()) {
        reject(upper, known, request, Verdict.Reject.NO_REASON.answer());
      } else {
        associate(upper, known, request, verdict, accepted.get());
      }
    } finally {
      verdict.provider().closed(ending(upper));
    }
  }

  /** Empty where the verdict grants what wasn't asked for, which then is no verdict. */
  private Optional<Negotiation.Accepted> negotiate(
      Peer known, AssociateRq request, Verdict.Admit verdict) {
    try {
      return Optional.of(Negotiation.accept(request, verdict, house.limits()));
    } catch (IllegalStateException e) {
      house.events().failed(known, "admission", e);
      return Optional.empty();
    }
  }

  private void associate(
      UpperLayer upper,
      Peer known,
      AssociateRq request,
      Verdict.Admit verdict,
      Negotiation.Accepted accepted)
      throws AssociationException {
    ServerListener events = house.events();
    for (ProposedContext context : request.contexts()) {
      ContextAnswer answer =
          verdict.contexts().getOrDefault(context.id(), ContextAnswer.Refusal.USER_REJECTION);
      if (answer instanceof ContextAnswer.Refusal refusal) {
        events.contextRefused(known, request, context, refusal.code());
      }
    }
    upper.accept(accepted.answer());
    events.associationOpened(id, known, request);
    try {
      DimseChannel channel =
          new DimseChannel(
              upper, accepted.contexts(), request.maximumLength(), house.limits(), house.memory());
      operate(upper, channel, known, verdict);
    } finally {
      events.associationEnded(id, known, request, ending(upper));
    }
  }

  private void operate(UpperLayer upper, DimseChannel channel, Peer known, Verdict.Admit verdict) {
    ProviderSession own =
        new ProviderSession(
            channel,
            verdict.provider(),
            (where, failure) -> house.events().failed(known, where, failure));
    session = own;
    try {
      own.run();
    } catch (AssociationException e) {
      // Its ending is reported below; the abort that it may have been is still on its way.
      upper.linger();
    } catch (RuntimeException | StackOverflowError e) {
      house.events().failed(known, "association", e);
      upper.abort(Ending.Cause.LOCAL_REQUEST);
      upper.linger();
    }
  }

  private static Ending ending(UpperLayer upper) {
    return upper.ending().orElseGet(Ending.ConnectionLost::new);
  }

  /** Ends the association if its peer is meant. */
  public void endIf(Predicate<Peer> meant, Ending.Cause cause) {
    Peer known = peer;
    if (known != null && meant.test(known)) {
      end(cause);
    }
  }

  /** Ends whatever stands: says so to the peer where there is an association, then closes. */
  @Override
  public void end(Ending.Cause cause) {
    if (cause == Ending.Cause.LIMIT) {
      putOut = true;
    }
    UpperLayer upper = layer;
    Transport own = transport;
    if (upper != null) {
      upper.abort(cause);
      upper.hurry();
    } else if (own != null) {
      own.kill();
    } else {
      closeSocket();
    }
  }

  @Override
  public InetAddress address() {
    return from.getAddress();
  }

  @Override
  public long ageNanos() {
    return System.nanoTime() - began;
  }

  /** Whether an operation is running that deserves to be finished. */
  public boolean busy() {
    ProviderSession own = session;
    return own != null && own.busy();
  }
}
