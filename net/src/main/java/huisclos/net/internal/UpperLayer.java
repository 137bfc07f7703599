package huisclos.net.internal;

import huisclos.net.Abort;
import huisclos.net.AssociateAc;
import huisclos.net.AssociateRj;
import huisclos.net.AssociateRq;
import huisclos.net.AssociationException;
import huisclos.net.Ending;
import huisclos.net.NetLimits;
import huisclos.net.Pdu;
import huisclos.net.PduWriter;
import huisclos.net.Peer;
import huisclos.net.ReleaseRp;
import huisclos.net.ReleaseRq;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The DICOM upper layer protocol machine of one connection (PS3.8 §9.2), either side, driven by
 * {@link StateTable}.
 *
 * <p>One thread at a time calls {@link #receive}; any thread may send or abort. What the machine
 * does for an event is done under one lock; reading is not.
 */
public final class UpperLayer {
  private static final Duration ABORT_PATIENCE = Duration.ofMillis(200);
  private static final int PROTOCOL_VERSION_1 = 1;

  private final NetLimits limits;
  private final boolean requestor;
  private final ReentrantLock wire = new ReentrantLock();

  // Set once, before anything is read or written.
  private @Nullable Transport transport;
  private @Nullable Ear ear;

  private volatile State state = State.STA_1;
  private volatile @Nullable Ending ending;

  UpperLayer(NetLimits limits, boolean requestor) {
    this.limits = limits;
    this.requestor = requestor;
  }

  /** How a requestor gets its transport. */
  @FunctionalInterface
  public interface Dial {
    Transport connect() throws AssociationException;
  }

  /** The acceptor's side of a connection that stands (Evt5). */
  public static UpperLayer acceptor(Transport transport, NetLimits limits) throws IOException {
    UpperLayer layer = new UpperLayer(limits, false);
    layer.use(transport);
    layer.fire(Input.of(Event.EVT_5, Input.LOST));
    return layer;
  }

  /** The requestor's side: dials and sends the request (Evt1, Evt2). */
  public static UpperLayer requestor(Dial dial, AssociateRq request, NetLimits limits)
      throws AssociationException {
    UpperLayer layer = new UpperLayer(limits, true);
    layer.fire(Input.of(Event.EVT_1, Input.LOST));
    layer.connect(dial, request);
    return layer;
  }

  void connect(Dial dial, AssociateRq request) throws AssociationException {
    try {
      use(dial.connect());
    } catch (AssociationException e) {
      fire(Input.of(Event.EVT_17, e.ending()));
      throw e;
    }
    fire(Input.send(Event.EVT_2, request));
  }

  void use(Transport connected) {
    transport = connected;
    ear = new Ear(connected, limits);
  }

  /** The present state. */
  public State state() {
    return state;
  }

  /** How it ended, once it has. */
  public Optional<Ending> ending() {
    return Optional.ofNullable(ending);
  }

  /**
   * Waits for what concerns the local user: a request, an acceptance, data, a release or its
   * answer.
   *
   * @throws AssociationException once the association is over, with its {@link Ending}
   */
  public Pdu receive() throws AssociationException {
    while (state != State.STA_1) {
      Optional<Pdu> indicated = step();
      if (indicated.isPresent()) {
        return indicated.get();
      }
    }
    throw gone();
  }

  /** Waits for one event; the PDU that it brings, if the local user is to be told. */
  Optional<Pdu> step() throws AssociationException {
    Input input = ear().await(state);
    return fire(input) ? Optional.ofNullable(input.pdu()) : Optional.empty();
  }

  /** Reads what still comes until the connection is closed; never longer than ARTIM. */
  public void linger() {
    try {
      while (true) {
        receive();
      }
    } catch (AssociationException e) {
      // That is what was waited for; ending() keeps the reason.
    }
  }

  /** Accepts the request (Evt7). */
  public void accept(AssociateAc answer) throws AssociationException {
    fire(Input.send(Event.EVT_7, answer));
  }

  /** Rejects the request (Evt8) and waits for the peer to close. */
  public void reject(AssociateRj answer) throws AssociationException {
    fire(Input.send(Event.EVT_8, answer));
    linger();
  }

  /** Sends whole P-DATA-TFs, one or several in one write (Evt9). */
  public void send(byte[] pdus, int offset, int length) throws AssociationException {
    fire(Input.send(Event.EVT_9, pdus, offset, length));
  }

  /** Asks for the release (Evt11). */
  public void requestRelease() throws AssociationException {
    fire(Input.send(Event.EVT_11, new ReleaseRq()));
  }

  /** Answers the peer's request for release (Evt14). */
  public void answerRelease() throws AssociationException {
    fire(Input.send(Event.EVT_14, new ReleaseRp()));
  }

  /**
   * Aborts (Evt15), from any thread: the reader is woken, and finds the association over. Does
   * nothing where it already is.
   */
  public void abort(Ending.Cause cause) {
    Ending why = new Ending.AbortedHere(cause);
    boolean held = false;
    try {
      held = wire.tryLock(ABORT_PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
      if (held && StateTable.cell(state, Event.EVT_15).isPresent()) {
        fire(Input.of(Event.EVT_15, why));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (AssociationException e) {
      // The connection went first.
    } finally {
      if (held) {
        wire.unlock();
      }
    }
    if (!held) {
      // A write that the peer doesn't take holds the lock: there is nothing to say and no way to.
      end(why);
      transport().kill();
    }
  }

  /** While our side is busy, the peer may be silent for as long as it takes. */
  void busy(boolean now) {
    ear().busy(now, state);
  }

  /** Wakes whoever reads, and closes soon. */
  public void hurry() {
    transport().hurry();
  }

  /** The association is over. */
  public AssociationException gone() {
    Ending how = ending;
    return new AssociationException(how == null ? Input.LOST : how);
  }

  /**
   * One turn of the machine.
   *
   * @return whether the local user is to be told
   */
  boolean fire(Input input) throws AssociationException {
    wire.lock();
    try {
      Optional<Action> action = StateTable.cell(state, input.event());
      if (action.isEmpty()) {
        if (ending != null || state == State.STA_13) {
          throw gone();
        }
        throw new IllegalStateException(input.event() + " in " + state);
      }
      return act(action.orElseThrow(), input);
    } catch (IOException e) {
      if (e instanceof AssociationException known) {
        throw known;
      }
      if (transportIs(Transport::writeExpired)) {
        end(new Ending.TimedOut(Ending.Wait.WRITE));
      }
      // The transport broke under a write; no action of Evt17 writes.
      fire(Input.of(Event.EVT_17, Input.LOST));
      throw gone();
    } finally {
      wire.unlock();
    }
  }

  private boolean act(Action action, Input input) throws IOException {
    boolean indicated = false;
    State next = action.next();
    switch (action) {
      case AE_1, AA_6 -> {}
      case AE_2, AE_7, DT_1, AR_1, AR_7, AR_9 -> write(input);
      case AE_3, DT_2, AR_2, AR_6, AR_10 -> indicated = true;
      case AE_4 -> {
        end(input.pdu() instanceof AssociateRj rj ? new Ending.Rejected(rj) : input.why());
        closeTransport();
      }
      case AE_5 -> startArtim(limits.associateTimeout());
      case AE_6 -> {
        stopArtim();
        if (input.pdu() instanceof AssociateRq rq
            && (rq.protocolVersion() & PROTOCOL_VERSION_1) != 0) {
          indicated = true;
        } else {
          next = action.otherwise();
          AssociateRj answer = new AssociateRj(1, 2, 2);
          end(new Ending.Rejected(answer));
          startArtim(limits.lingerTimeout());
          state = next;
          write(Input.send(input.event(), answer));
        }
      }
      case AE_8 -> {
        end(input.pdu() instanceof AssociateRj rj ? new Ending.Rejected(rj) : input.why());
        startArtim(limits.lingerTimeout());
        write(input);
      }
      case AR_3 -> {
        end(new Ending.Released());
        closeTransport();
        indicated = true;
      }
      case AR_4 -> {
        end(new Ending.Released());
        startArtim(limits.lingerTimeout());
        write(input);
      }
      case AR_5, AA_2, AA_5 -> {
        stopArtim();
        end(input.pdu() instanceof Abort abort ? byPeer(abort) : input.why());
        closeTransport();
      }
      case AR_8 -> {
        indicated = true;
        next = requestor ? action.next() : action.otherwise();
      }
      case AA_1 -> {
        end(input.event() == Event.EVT_15 ? input.why() : Input.BROKEN);
        startArtim(limits.lingerTimeout());
        sayAbort(new Abort(Abort.SERVICE_USER, 0));
      }
      case AA_3 -> {
        end(input.pdu() instanceof Abort abort ? byPeer(abort) : input.why());
        closeTransport();
      }
      case AA_4 -> {
        end(input.why());
        closeTransport();
      }
      case AA_7 -> sayAbort(new Abort(Abort.SERVICE_PROVIDER, Abort.UNEXPECTED_PDU));
      case AA_8 -> {
        end(Input.BROKEN);
        startArtim(limits.lingerTimeout());
        sayAbort(
            input.event() == Event.EVT_19 && input.pdu() instanceof Abort abort
                ? abort
                : new Abort(Abort.SERVICE_PROVIDER, Abort.UNEXPECTED_PDU));
      }
    }
    state = next;
    return indicated;
  }

  private void write(Input input) throws IOException {
    ByteBuffer bytes = input.bytes();
    transport()
        .write(
            bytes.array(),
            bytes.arrayOffset() + bytes.position(),
            bytes.remaining(),
            limits.pduGrace());
  }

  /** The abort is a courtesy: where it can't be written, the wait for the close finds out why. */
  private void sayAbort(Abort abort) {
    byte[] bytes = PduWriter.encode(abort);
    try {
      transport().write(bytes, 0, bytes.length, limits.lingerTimeout());
    } catch (IOException e) {
      transport().kill();
    }
  }

  private static Ending byPeer(Abort abort) {
    return new Ending.AbortedByPeer(abort.source(), abort.reason());
  }

  /** The first reason is the one that is told. */
  private void end(Ending how) {
    if (ending == null) {
      ending = how;
    }
  }

  private void startArtim(Duration time) {
    ear().startArtim(time);
  }

  private void stopArtim() {
    if (ear != null) {
      ear.stopArtim();
    }
  }

  /** The other end, as its handshake showed it; there is none yet while it is being dialled. */
  public Peer peer() {
    return transport().peer();
  }

  private void closeTransport() {
    if (transport != null) {
      transport.close();
    }
  }

  private Transport transport() {
    if (transport == null) {
      throw new IllegalStateException("no transport yet");
    }
    return transport;
  }

  private Ear ear() {
    if (ear == null) {
      throw new IllegalStateException("no transport yet");
    }
    return ear;
  }

  private boolean transportIs(Predicate<Transport> what) {
    return transport != null && what.test(transport);
  }
}
