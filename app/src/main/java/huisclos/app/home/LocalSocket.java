package huisclos.app.home;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Unix-domain socket of the home, 0600, and whoever answers at it: a virtual thread for each of a
 * bounded number of connections. Whoever may open it is the home's own user. Thread-safe.
 */
public final class LocalSocket implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LocalSocket.class);
  private static final long PAUSE_MILLIS = 100;

  private final String name;
  private final Path path;
  private final ServerSocketChannel listener;
  private final Semaphore permits;
  private final Host host;

  /** Answers one connection, which is closed when it returns. */
  @FunctionalInterface
  public interface Host {
    /** On a thread of its own; what it throws ends this connection alone. */
    void serve(SocketChannel channel) throws IOException;
  }

  private LocalSocket(
      String name, Path path, ServerSocketChannel listener, int connections, Host host) {
    this.name = name;
    this.path = path;
    this.listener = listener;
    this.permits = new Semaphore(connections);
    this.host = host;
  }

  /**
   * Binds and begins to accept. The caller holds the home's lock, so a socket file that is already
   * there is a dead one.
   *
   * @param name for threads and the log
   * @param connections how many are answered at once; more wait
   */
  public static LocalSocket open(String name, Path path, int connections, Host host)
      throws IOException {
    Files.deleteIfExists(path);
    ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    boolean done = false;
    try {
      // The folder is 0700, so nobody can reach the socket between its birth and its own 0600.
      listener.bind(UnixDomainSocketAddress.of(path));
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
      done = true;
    } finally {
      if (!done) {
        listener.close();
      }
    }
    LocalSocket socket = new LocalSocket(name, path, listener, connections, host);
    Thread.ofVirtual().name(name).start(socket::accept);
    return socket;
  }

  private void accept() {
    while (listener.isOpen()) {
      try {
        permits.acquire();
        boolean taken = false;
        try {
          SocketChannel channel = listener.accept();
          Thread.ofVirtual().name(name + "-peer").start(() -> serve(channel));
          taken = true;
        } finally {
          if (!taken) {
            permits.release();
          }
        }
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException | RuntimeException | Error e) {
        // Out of descriptors or memory, say: a device must stay revocable when that has passed.
        LOG.warn("the {} socket failed to accept: {}", name, e.getClass().getSimpleName());
        pause();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void serve(SocketChannel channel) {
    try (channel) {
      host.serve(channel);
    } catch (IOException | RuntimeException e) {
      // The type alone: a library's message may repeat what it was given.
      LOG.warn("a peer of the {} socket went away: {}", name, e.getClass().getSimpleName());
    } finally {
      permits.release();
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    Files.deleteIfExists(path);
  }
}
