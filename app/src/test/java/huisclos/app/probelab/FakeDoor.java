package huisclos.app.probelab;

import huisclos.testkit.Ports;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A door that does to each caller what a script says, on a thread of that caller's own. */
final class FakeDoor implements AutoCloseable {
  /** What is done to a caller. */
  interface Script {
    void serve(InputStream in, OutputStream out) throws IOException, InterruptedException;
  }

  private final ServerSocket server;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  private FakeDoor(ServerSocket server) {
    this.server = server;
  }

  /** Opens it at this station's own address. */
  static FakeDoor open(int station, Script script) throws IOException {
    return open(new ServerSocket(), station, script);
  }

  /** The same with a socket of the caller's making, such as one with TLS. */
  static FakeDoor open(ServerSocket socket, int station, Script script) throws IOException {
    socket.bind(
        new InetSocketAddress(InetAddress.ofLiteral("127.66.0." + station), Ports.free()), 64);
    FakeDoor door = new FakeDoor(socket);
    Thread.ofVirtual().start(() -> door.serve(script));
    return door;
  }

  int port() {
    return server.getLocalPort();
  }

  private void serve(Script script) {
    while (!server.isClosed()) {
      try {
        Socket caller = server.accept();
        open.add(caller);
        Thread.ofVirtual().start(() -> serve(caller, script));
      } catch (IOException e) {
        // The laboratory closes.
      }
    }
  }

  private void serve(Socket caller, Script script) {
    try (caller) {
      script.serve(caller.getInputStream(), caller.getOutputStream());
    } catch (IOException e) {
      // The probe has seen enough.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(caller);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket caller : open) {
      caller.close();
    }
  }
}
