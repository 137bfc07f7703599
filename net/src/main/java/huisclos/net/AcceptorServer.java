package huisclos.net;

import huisclos.net.internal.AcceptorConnection;
import huisclos.net.internal.Foyer;
import huisclos.net.internal.HeldMemory;
import huisclos.net.internal.Places;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Listens for associations. A connection waits in the {@link Foyer} until it has shown a
 * certificate and asked for an association, and only then takes one of the {@link Places}; each
 * connection is one virtual thread. Thread-safe.
 */
public final class AcceptorServer implements AutoCloseable {
  private static final int BACKLOG = 128;
  private static final long GRACE_MILLIS = 5_000;
  private static final long LAST_WORDS_MILLIS = 3_000;

  private final InetSocketAddress bind;
  private final AcceptorConnection.House house;
  private final Set<AcceptorConnection> connections = ConcurrentHashMap.newKeySet();
  private final AtomicLong ids = new AtomicLong();
  private volatile @Nullable ServerSocket listener;
  private volatile @Nullable Thread accepting;
  private volatile boolean closed;

  /**
   * @param bind port 0 takes a free one
   * @param tls the server's key and whom it trusts; protocol versions and suites are those of
   *     {@link TlsPolicy}, a client certificate is required
   */
  public AcceptorServer(
      InetSocketAddress bind,
      SSLContext tls,
      Admission admission,
      NetLimits limits,
      ServerListener events) {
    this(bind, Optional.of(tls), admission, limits, events);
  }

  private AcceptorServer(
      InetSocketAddress bind,
      Optional<SSLContext> tls,
      Admission admission,
      NetLimits limits,
      ServerListener events) {
    this.bind = bind;
    this.house =
        new AcceptorConnection.House(
            tls,
            admission,
            limits,
            events,
            new Foyer(limits.maxAssociations(), limits.maxPerPeer()),
            new Places(limits.maxAssociations(), limits.maxPerPeer()),
            HeldMemory.ofHeap());
  }

  /**
   * A server without TLS, on loopback only: for tests, and for what a gateway hands on to within
   * one machine. No setting leads here.
   */
  public static AcceptorServer dangerouslyPlainText(
      InetSocketAddress bind, Admission admission, NetLimits limits, ServerListener events) {
    if (bind.isUnresolved() || !bind.getAddress().isLoopbackAddress()) {
      throw new IllegalArgumentException("plain text stays on loopback");
    }
    return new AcceptorServer(bind, Optional.empty(), admission, limits, events);
  }

  /** Binds and begins to accept; once. */
  public void start() throws IOException {
    if (listener != null) {
      throw new IllegalStateException("started already");
    }
    ServerSocket socket = new ServerSocket();
    try {
      socket.setReuseAddress(true);
      socket.bind(bind, BACKLOG);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
    listener = socket;
    accepting =
        Thread.ofPlatform().name("huisclos-net-accept").daemon().start(() -> accept(socket));
  }

  /** Where it listens, once started. */
  public InetSocketAddress address() {
    ServerSocket socket = listener;
    if (socket == null) {
      throw new IllegalStateException("not started");
    }
    return (InetSocketAddress) socket.getLocalSocketAddress();
  }

  /** Connections served now, those that wait included. */
  public int connections() {
    return connections.size();
  }

  /** Connections that have not asked for an association yet. */
  public int waiting() {
    return house.foyer().size();
  }

  /** Places for associations that are free. */
  public int freePlaces() {
    return house.places().free();
  }

  private void accept(ServerSocket socket) {
    while (!closed) {
      try {
        take(socket.accept());
      } catch (IOException | RuntimeException | Error e) {
        // Out of descriptors or memory, the peer gone again, a listener that failed: the next one
        // may do better, and a door that no longer accepts would look like one that does.
        pause();
      }
    }
  }

  /** Starts a connection's thread, or turns it away. */
  private void take(Socket socket) throws IOException {
    InetSocketAddress from = (InetSocketAddress) socket.getRemoteSocketAddress();
    AcceptorConnection connection =
        new AcceptorConnection(ids.incrementAndGet(), house, socket, from, connections::remove);
    connections.add(connection);
    if (closed || !house.foyer().enter(connection)) {
      connections.remove(connection);
      socket.close();
      if (!closed) {
        house.events().limitReached(ServerListener.Limit.PER_PEER, from);
      }
      return;
    }
    try {
      Thread.ofVirtual().name("huisclos-net-" + from.getPort()).start(connection);
    } catch (RuntimeException | Error e) {
      // No thread, no end of it that would give back what it holds.
      connections.remove(connection);
      house.foyer().leave(connection);
      socket.close();
      throw e;
    }
  }

  private static void pause() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends at once whatever these peers have open; for a device that was revoked. */
  public void endAssociationsOf(Predicate<Peer> peers) {
    connections.forEach(c -> c.endIf(peers, Ending.Cause.ACCESS_ENDED));
  }

  /**
   * Stops accepting, ends idle associations, lets running operations finish within 5 seconds and
   * then ends those too. Waits until all connections are gone.
   */
  @Override
  public void close() {
    closed = true;
    ServerSocket socket = listener;
    if (socket != null) {
      try {
        socket.close();
      } catch (IOException e) {
        // It accepts no more either way.
      }
    }
    Thread accepts = accepting;
    if (accepts != null) {
      wait(LAST_WORDS_MILLIS, () -> !accepts.isAlive());
    }
    wait(GRACE_MILLIS, this::endIdle);
    connections.forEach(c -> c.end(Ending.Cause.SHUTDOWN));
    wait(LAST_WORDS_MILLIS, connections::isEmpty);
  }

  private boolean endIdle() {
    connections.stream().filter(c -> !c.busy()).forEach(c -> c.end(Ending.Cause.SHUTDOWN));
    return connections.isEmpty();
  }

  private static void wait(long millis, BooleanSupplier done) {
    long due = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (!done.getAsBoolean() && System.nanoTime() - due < 0) {
      pause();
    }
  }
}
