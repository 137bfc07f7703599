package huisclos.net;

import huisclos.net.internal.Foyer;
import huisclos.net.internal.Places;
import huisclos.net.internal.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Listens for a protocol other than DICOM's behind the same door: TLS by {@link TlsPolicy}, a
 * client certificate, a place only for who has shown one. There is no such door without TLS. Each
 * connection is one virtual thread. Thread-safe.
 */
public final class TlsDoor implements AutoCloseable {
  private static final int BACKLOG = 64;
  private static final long PAUSE_MILLIS = 20;

  private final InetSocketAddress bind;
  private final SSLContext tls;
  private final NetLimits limits;
  private final Events events;
  private final Host host;
  private final Foyer foyer;
  private final Places places;
  private final Map<Transport, Peer> open = new ConcurrentHashMap<>();
  private volatile @Nullable ServerSocket listener;
  private volatile boolean closed;

  /** What goes wrong before or around a conversation. */
  public interface Events {
    /** A handshake failed; {@code kind} is a word of {@link HandshakeFailure}. */
    void handshakeFailed(InetSocketAddress from, String kind);

    /** A connection was turned away: there are as many as there may be. */
    void limitReached(InetSocketAddress from);

    /** A conversation broke by a failure of ours. */
    void failed(Throwable failure);
  }

  /** Who talks with those who come in; the connection is closed when it returns. */
  @FunctionalInterface
  public interface Host {
    /** Talks with a peer whose certificate TLS has taken; may it come in is still to be asked. */
    void receive(Peer peer, Conversation conversation) throws IOException;
  }

  /** Where it will listen, with the bounds of connections and handshakes of {@code limits}. */
  public TlsDoor(
      InetSocketAddress bind, SSLContext tls, NetLimits limits, Events events, Host host) {
    this.bind = bind;
    this.tls = tls;
    this.limits = limits;
    this.events = events;
    this.host = host;
    this.foyer = new Foyer(limits.maxAssociations(), limits.maxPerPeer());
    this.places = new Places(limits.maxAssociations(), limits.maxPerPeer());
  }

  /** Binds and begins to accept; once. */
  public void start() throws IOException {
    ServerSocket socket = new ServerSocket();
    try {
      socket.setReuseAddress(true);
      socket.bind(bind, BACKLOG);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
    listener = socket;
    Thread.ofPlatform().name("huisclos-net-door").daemon().start(() -> accept(socket));
  }

  /** Where it listens, once started. */
  public InetSocketAddress address() {
    ServerSocket socket = listener;
    if (socket == null) {
      throw new IllegalStateException("not started");
    }
    return (InetSocketAddress) socket.getLocalSocketAddress();
  }

  private void accept(ServerSocket socket) {
    while (!closed) {
      try {
        take(socket.accept());
      } catch (IOException | RuntimeException | Error e) {
        // Out of descriptors or memory, say: the next one may do better, and a door that no longer
        // accepts would look like one that does.
        pause();
      }
    }
  }

  /** Starts a connection's thread, or turns it away. */
  private void take(Socket socket) throws IOException {
    InetSocketAddress from = (InetSocketAddress) socket.getRemoteSocketAddress();
    Caller caller = new Caller(socket, from);
    if (!foyer.enter(caller)) {
      socket.close();
      events.limitReached(from);
      return;
    }
    try {
      Thread.ofVirtual().name("huisclos-net-door").start(caller);
    } catch (RuntimeException | Error e) {
      // No thread, no end of it that would give back what it holds.
      foyer.leave(caller);
      socket.close();
      throw e;
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One connection, on its thread from the handshake to its close. */
  private final class Caller implements Runnable, Foyer.Guest {
    private final Socket socket;
    private final InetSocketAddress from;
    private final long began = System.nanoTime();
    private volatile boolean putOut;

    Caller(Socket socket, InetSocketAddress from) {
      this.socket = socket;
      this.from = from;
    }

    @Override
    public InetAddress address() {
      return from.getAddress();
    }

    @Override
    public long ageNanos() {
      return System.nanoTime() - began;
    }

    @Override
    public void end(Ending.Cause cause) {
      putOut = true;
      try {
        socket.close();
      } catch (IOException e) {
        // Gone is gone.
      }
    }

    @Override
    public void run() {
      try (socket) {
        Transport transport = Transport.of(socket);
        try {
          transport.secureAsServer(tls, limits.handshakeTimeout());
          converse(transport);
        } catch (AssociationException e) {
          failed(e.ending());
        } finally {
          transport.close();
        }
      } catch (IOException e) {
        // The peer is gone, or took too long; a conversation has no last words.
        return;
      } catch (RuntimeException e) {
        events.failed(e);
      } finally {
        foyer.leave(this);
      }
    }

    private void failed(Ending ending) {
      if (putOut) {
        events.limitReached(from);
      } else {
        events.handshakeFailed(
            from,
            ending instanceof Ending.TlsRefused(String kind)
                ? kind
                : HandshakeFailure.TIMEOUT.kind());
      }
    }

    private void converse(Transport transport) throws IOException {
      if (places.enter(from.getAddress(), Duration.ZERO).isPresent()) {
        events.limitReached(from);
        return;
      }
      try {
        if (foyer.leave(this)) {
          Peer peer = transport.peer();
          open.put(transport, peer);
          host.receive(peer, new Conversation(transport));
        }
      } finally {
        open.remove(transport);
        places.leave(from.getAddress());
      }
    }
  }

  /** Ends at once whatever these peers have open. */
  public void endConversationsOf(Predicate<Peer> peers) {
    open.forEach((transport, peer) -> {
      if (peers.test(peer)) {
        transport.kill();
      }
    });
  }

  /** Stops accepting and ends what is open. */
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
    endConversationsOf(_ -> true);
  }
}
