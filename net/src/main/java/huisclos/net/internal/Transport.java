package huisclos.net.internal;

import huisclos.net.AssociationException;
import huisclos.net.Ending;
import huisclos.net.HandshakeFailure;
import huisclos.net.Peer;
import huisclos.net.TlsPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

/**
 * A TCP connection, with TLS or without, whose waits end.
 *
 * <p>When a read's time is up its input is shut, so that the reader wakes and can still say an
 * abort; a second later it is closed. When a write's time is up it is closed at once. One thread
 * reads and one writes at a time; {@link #close()} and the rest are for any thread.
 */
public final class Transport extends InputStream {
  private static final long NEVER = Long.MAX_VALUE;
  private static final long LAST_WORDS_NANOS = 1_000_000_000L;

  private final Socket raw;
  private Socket wire;
  private InputStream in = InputStream.nullInputStream();
  private OutputStream out = OutputStream.nullOutputStream();

  // System.nanoTime() instants.
  private volatile long readBy = NEVER;
  private volatile long writeBy = NEVER;
  private volatile boolean expired;
  private volatile boolean writeExpired;

  private Transport(Socket raw) {
    this.raw = raw;
    this.wire = raw;
  }

  /** Wraps a connection that was accepted or made. */
  public static Transport of(Socket raw) throws IOException {
    Transport transport = new Transport(raw);
    // A reply is one write; without this the peer waits for it 40 ms (Nagle, delayed ACK).
    raw.setTcpNoDelay(true);
    raw.setKeepAlive(true);
    transport.in = raw.getInputStream();
    transport.out = raw.getOutputStream();
    Watchdog.watch(transport);
    return transport;
  }

  /** Dials, and secures the connection where there is a context. */
  @SuppressWarnings("AddressSelection") // the caller resolved it, and says so where it couldn't
  public static Transport connect(
      InetSocketAddress to, Optional<SSLContext> tls, Duration connectTime, Duration handshakeTime)
      throws AssociationException {
    Socket raw = new Socket();
    Transport transport;
    try {
      InetSocketAddress target =
          to.isUnresolved() ? new InetSocketAddress(to.getHostString(), to.getPort()) : to;
      raw.connect(target, (int) Math.min(Integer.MAX_VALUE, connectTime.toMillis()));
      transport = of(raw);
    } catch (IOException e) {
      closeQuietly(raw);
      Ending ending =
          switch (e) {
            case SocketTimeoutException _ -> new Ending.TimedOut(Ending.Wait.CONNECT);
            case UnknownHostException _ -> new Ending.Unreachable("unknown host");
            default -> new Ending.Unreachable("no connection");
          };
      throw new AssociationException(ending, e);
    }
    if (tls.isPresent()) {
      SSLContext context = tls.orElseThrow();
      transport.secure(
          () -> transport.asClient(context, to.getHostString()),
          TlsPolicy.client(context),
          handshakeTime);
    }
    return transport;
  }

  /** Shakes hands as a server; nothing is set up before the peer has said its hello. */
  public void secureAsServer(SSLContext context, Duration time) throws AssociationException {
    secure(() -> asServer(context), TlsPolicy.server(context), time);
  }

  private SSLSocket asClient(SSLContext context, String host) throws IOException {
    SSLSocket secure =
        (SSLSocket) context.getSocketFactory().createSocket(raw, host, raw.getPort(), true);
    secure.setUseClientMode(true);
    return secure;
  }

  private SSLSocket asServer(SSLContext context) throws IOException {
    InputStream hello = Hello.await(in);
    return (SSLSocket) context.getSocketFactory().createSocket(raw, hello, true);
  }

  /** Lays TLS over the connection. */
  private interface Layer {
    SSLSocket over() throws IOException;
  }

  private void secure(Layer tls, SSLParameters parameters, Duration time)
      throws AssociationException {
    readWithin(time);
    writeBy = readBy;
    try {
      SSLSocket secure = tls.over();
      secure.setSSLParameters(parameters);
      wire = secure;
      secure.startHandshake();
      in = secure.getInputStream();
      out = secure.getOutputStream();
    } catch (IOException e) {
      Ending ending =
          expired || writeExpired
              ? new Ending.TimedOut(Ending.Wait.HANDSHAKE)
              : new Ending.TlsRefused(HandshakeFailure.of(e).kind());
      close();
      throw new AssociationException(ending, e);
    } finally {
      readBy = NEVER;
      writeBy = NEVER;
    }
  }

  /** The other end. */
  public Peer peer() {
    InetSocketAddress address = new InetSocketAddress(raw.getInetAddress(), raw.getPort());
    if (!(wire instanceof SSLSocket secure)) {
      return Peer.plain(address);
    }
    SSLSession session = secure.getSession();
    List<X509Certificate> chain;
    try {
      Certificate[] certificates = session.getPeerCertificates();
      chain =
          Arrays.stream(certificates)
              .filter(X509Certificate.class::isInstance)
              .map(X509Certificate.class::cast)
              .toList();
    } catch (SSLPeerUnverifiedException e) {
      chain = List.of();
    }
    return new Peer(address, chain, session.getProtocol(), session.getCipherSuite());
  }

  /** From now on a read may take this long in all. */
  public void readWithin(Duration time) {
    readBy = System.nanoTime() + time.toNanos();
  }

  /** From now on reads may go on until this {@link System#nanoTime()}. */
  void readUntil(long nanoTime) {
    readBy = nanoTime;
  }

  /** From now on nobody waits for the peer. */
  void readUnwatched() {
    readBy = NEVER;
  }

  /** Whether a read's time was up. */
  boolean expired() {
    return expired;
  }

  /** Whether a write's time was up. */
  boolean writeExpired() {
    return writeExpired;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    return in.read(target, offset, length);
  }

  /** Writes all of it within {@code time}, or the connection is closed. */
  public void write(byte[] source, int offset, int length, Duration time) throws IOException {
    writeBy = System.nanoTime() + time.toNanos();
    try {
      out.write(source, offset, length);
      out.flush();
    } finally {
      writeBy = NEVER;
    }
  }

  /** Wakes the reader as if the peer had closed, and closes soon. */
  void hurry() {
    readBy = System.nanoTime();
  }

  /** What the watchdog calls. */
  void tick(long now) {
    if (writeBy != NEVER && now - writeBy > 0) {
      writeExpired = true;
      closeQuietly(raw);
    }
    long due = readBy;
    if (due != NEVER && now - due > 0) {
      if (expired) {
        closeQuietly(raw);
      } else {
        expired = true;
        readBy = now + LAST_WORDS_NANOS;
        shutInput();
      }
    }
  }

  private void shutInput() {
    try {
      raw.shutdownInput();
    } catch (IOException e) {
      closeQuietly(raw);
    }
  }

  /** Closes without a word, whatever any thread is doing with it. */
  public void kill() {
    closeQuietly(raw);
    Watchdog.forget(this);
  }

  /** Closes, saying so in TLS. */
  @Override
  public void close() {
    // The goodbye of TLS is a write, and waits as long as one.
    writeBy = System.nanoTime() + LAST_WORDS_NANOS;
    closeQuietly(wire);
    closeQuietly(raw);
    Watchdog.forget(this);
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is gone either way, and nobody is left to be told.
    }
  }
}
