package huisclos.desk.hl7;

import huisclos.gate.Admission;
import huisclos.gate.Gate;
import huisclos.gate.Identity;
import huisclos.gate.Verb;
import huisclos.net.Conversation;
import huisclos.net.NetLimits;
import huisclos.net.Peer;
import huisclos.net.TlsDoor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HL7 door: MLLP over TLS, for who holds {@code hl7}. A stranger gets no further than the
 * handshake, a device without the grant is let go without a word. Thread-safe.
 */
public final class Hl7Door implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Hl7Door.class);

  private final Gate gate;
  private final Hl7Desk desk;
  private final TlsDoor door;

  /** A door at this address; port 0 takes a free one. */
  public Hl7Door(InetSocketAddress bind, Gate gate, Hl7Desk desk) {
    this.gate = gate;
    this.desk = desk;
    this.door =
        new TlsDoor(
            bind,
            gate.serverContext(),
            NetLimits.DEFAULT.withAssociations(Hl7Limits.MAX_CONNECTIONS, Hl7Limits.MAX_PER_PEER),
            new Recorder(),
            this::receive);
  }

  /** Begins to listen. */
  public void start() throws IOException {
    door.start();
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return door.address();
  }

  private void receive(Peer peer, Conversation conversation) throws IOException {
    if (peer.certificates().isEmpty()) {
      return;
    }
    switch (gate.admitService(peer.certificates().getFirst(), Verb.HL7, remote(peer.address()))) {
      case Admission.Refused _ -> {}
      case Admission.Admitted(Identity identity) -> converse(identity, conversation);
    }
  }

  private void converse(Identity identity, Conversation conversation) throws IOException {
    MllpReader reader = new MllpReader(conversation);
    for (Optional<byte[]> message = reader.next(); message.isPresent(); message = reader.next()) {
      byte[] answer = desk.take(identity, message.get()).message();
      conversation.write(MllpReader.framed(answer), Hl7Limits.MESSAGE_TIME);
    }
  }

  /** Ends what came in by a certificate that is no longer good. */
  public void endUnwelcome() {
    door.endConversationsOf(
        peer -> peer.certificates().isEmpty() || !gate.welcome(peer.certificates().getFirst()));
  }

  private static String remote(InetSocketAddress address) {
    return address.isUnresolved() ? "" : address.getAddress().getHostAddress();
  }

  @Override
  public void close() {
    door.close();
  }

  private final class Recorder implements TlsDoor.Events {
    @Override
    public void handshakeFailed(InetSocketAddress from, String kind) {
      gate.handshakeFailed(remote(from), kind);
    }

    @Override
    public void limitReached(InetSocketAddress from) {
      gate.handshakeFailed(remote(from), "too many connections");
    }

    @Override
    public void failed(Throwable failure) {
      // The type alone: a library's message may repeat what it was given.
      LOG.error("an HL7 connection failed: {}", failure.getClass().getName());
    }
  }
}
