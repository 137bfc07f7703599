package huisclos.probe.share;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/** A server on loopback that hands each connection to a script. */
final class FakeTcp implements AutoCloseable {
  /** What it does with one. */
  interface Script {
    void play(Socket socket) throws IOException, InterruptedException;
  }

  private final ServerSocket socket;
  final AtomicInteger taken = new AtomicInteger();

  FakeTcp(Script script) {
    try {
      socket = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(() -> accept(script));
  }

  int port() {
    return socket.getLocalPort();
  }

  private void accept(Script script) {
    while (!socket.isClosed()) {
      try {
        Socket one = socket.accept();
        taken.incrementAndGet();
        Thread.ofVirtual().start(() -> play(script, one));
      } catch (IOException e) {
        return;
      }
    }
  }

  private static void play(Script script, Socket one) {
    try (one) {
      script.play(one);
    } catch (IOException e) {
      // The probe left.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
