package huisclos.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Hands on one connection, what the caller says a byte at a time. */
final class Relay implements AutoCloseable {
  private final ServerSocket listener;
  private final InetSocketAddress to;

  Relay(InetSocketAddress to) throws IOException {
    this.to = to;
    this.listener = new ServerSocket(0, 1, TestTls.loopback().getAddress());
    Thread.ofVirtual().start(this::serve);
  }

  InetSocketAddress address() {
    return (InetSocketAddress) listener.getLocalSocketAddress();
  }

  private void serve() {
    try (Socket caller = listener.accept();
        Socket server = new Socket(to.getAddress(), to.getPort())) {
      server.setTcpNoDelay(true);
      Thread back = Thread.ofVirtual().start(() -> copy(server, caller, 8_192));
      copy(caller, server, 1);
      back.join();
    } catch (IOException | InterruptedException e) {
      return; // The test is over.
    }
  }

  private static void copy(Socket from, Socket to, int piece) {
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[piece];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        out.write(buffer, 0, n);
      }
      to.shutdownOutput();
    } catch (IOException e) {
      return; // One of the two is gone.
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
