package huisclos.probe.wire;

import huisclos.net.HandshakeFailure;
import huisclos.probe.finding.Door;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import javax.net.ssl.TrustManagerFactory;

/**
 * One connection to a door. Every byte that leaves has a {@link Purpose} that was allowed and put
 * on record first; there is no other way to send. A read ends within the patience for a reply; all
 * reads, writes and handshakes end within the patience for a conversation, as a {@link
 * SocketTimeoutException}. One thread.
 */
public final class Line implements AutoCloseable {
  private final Door door;
  private final Wire wire;
  private final Dialer dialer;
  private final Patience patience;
  private final long until;
  private final Runnable cut;
  private final Future<?> deadline;
  private InputStream in;
  private OutputStream out;
  private long sent;
  private long received;

  Line(Door door, Wire wire, Dialer dialer, Patience patience) throws DialException {
    this.door = door;
    this.wire = wire;
    this.dialer = dialer;
    this.patience = patience;
    this.until = System.nanoTime() + patience.conversation().toNanos();
    this.cut = wire::close;
    try {
      this.in = new Watched(wire.in());
      this.out = wire.out();
    } catch (IOException e) {
      wire.close();
      throw new DialException(DialException.Kind.UNREACHABLE, "the connection ended at once");
    }
    this.deadline = Deadlines.after(patience.conversation(), cut);
    dialer.killSwitch().whenPulled(cut);
  }

  /** Where it leads. */
  public Door door() {
    return door;
  }

  /** Our own end: what a server on this machine sees as its peer. */
  public InetSocketAddress local() {
    return wire.local();
  }

  /** What comes. */
  public InputStream in() {
    return in;
  }

  /** Bytes sent, above TLS. */
  public long sent() {
    return sent;
  }

  /** Bytes received, above TLS. */
  public long received() {
    return received;
  }

  /**
   * Sends, if it may be.
   *
   * @throws DialException if it may not
   */
  public void send(Purpose purpose, byte[] bytes) throws IOException {
    dialer.permit(door, purpose);
    try {
      out.write(bytes);
      out.flush();
    } catch (IOException e) {
      throw late(e);
    }
    sent += bytes.length;
  }

  /**
   * Lays TLS over the connection, showing no certificate and taking whichever comes.
   *
   * @return what was seen, a failure included: then the line is of no more use
   * @throws DialException if it may not be sent
   */
  public TlsSeen secure(Purpose purpose, TlsOffer offer) throws IOException {
    return secure(purpose, offer, Optional.empty());
  }

  /**
   * Lays TLS over the connection and trusts it only where the server's certificate leads to one of
   * these anchors and is made out to the door's name, or to its address where it has no name.
   *
   * @param anchors such as the JVM's own
   * @return what was seen; a certificate that isn't trusted is a failure, and nothing may be sent
   * @throws DialException if it may not be sent
   */
  public TlsSeen secureVerified(Purpose purpose, TlsOffer offer, TrustManagerFactory anchors)
      throws IOException {
    return secure(purpose, offer, Optional.of(anchors));
  }

  private TlsSeen secure(Purpose purpose, TlsOffer offer, Optional<TrustManagerFactory> anchors)
      throws IOException {
    dialer.permit(door, purpose);
    TlsLayer layer =
        new TlsLayer(
            wire.socket().orElseThrow(() -> new IOException("no TLS on this network")),
            door,
            offer,
            anchors);
    try {
      wire.readTimeout(left());
      layer.socket().startHandshake();
      in = new Watched(layer.socket().getInputStream());
      out = layer.socket().getOutputStream();
      return layer.seen(Optional.empty());
    } catch (IOException e) {
      return layer.seen(
          Optional.of(
              late(e) instanceof SocketTimeoutException
                  ? HandshakeFailure.TIMEOUT.kind()
                  : HandshakeFailure.of(e).kind()));
    }
  }

  /** What went wrong; that it took too long where the line was cut for that. */
  private IOException late(IOException e) {
    return System.nanoTime() - until > 0
        ? new SocketTimeoutException("the conversation took too long")
        : e;
  }

  private Duration left() throws SocketTimeoutException {
    long nanos = until - System.nanoTime();
    if (nanos <= 0) {
      throw new SocketTimeoutException("the conversation took too long");
    }
    return Duration.ofNanos(Math.min(nanos, patience.reply().toNanos()));
  }

  @Override
  public void close() {
    deadline.cancel(false);
    dialer.killSwitch().forget(cut);
    wire.close();
  }

  /** Reads with an eye on the clock, and counts. */
  private final class Watched extends InputStream {
    private final InputStream source;

    Watched(InputStream source) {
      this.source = source;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      wire.readTimeout(left());
      int read;
      try {
        read = source.read(target, offset, length);
      } catch (IOException e) {
        throw late(e);
      }
      received += Math.max(read, 0);
      return read;
    }
  }
}
