package huisclos.gate;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/**
 * A TLS server on loopback with a gate's context: after the handshake it reads, and answers an
 * A-ASSOCIATE-RQ with A-ASSOCIATE-RJ 1/1/1, anything else with its own first byte.
 */
final class TlsServer implements AutoCloseable {
  private static final byte[] REJECT = {3, 0, 0, 0, 0, 4, 0, 1, 1, 1};

  /** How a connection went: the client's certificate, or why there is none. */
  record Outcome(List<X509Certificate> client, String protocol, String failure) {}

  private final SSLServerSocket listener;
  private final Gate gate;
  private final BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();

  TlsServer(Gate gate, String... protocols) throws IOException {
    this.gate = gate;
    listener =
        (SSLServerSocket)
            gate.serverContext()
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    SSLParameters parameters = listener.getSSLParameters();
    parameters.setNeedClientAuth(true);
    parameters.setProtocols(
        protocols.length == 0 ? new String[] {"TLSv1.3", "TLSv1.2"} : protocols);
    listener.setSSLParameters(parameters);
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  Outcome outcome() throws InterruptedException {
    Outcome outcome = outcomes.poll(20, TimeUnit.SECONDS);
    if (outcome == null) {
      throw new AssertionError("no connection came");
    }
    return outcome;
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        Thread.ofVirtual().start(() -> serve((SSLSocket) socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(SSLSocket socket) {
    try (socket) {
      socket.setSoTimeout(10_000);
      try {
        socket.startHandshake();
      } catch (IOException e) {
        gate.handshakeFailed(socket.getInetAddress().getHostAddress(), e);
        outcomes.add(new Outcome(List.of(), "", String.valueOf(e.getMessage())));
        return;
      }
      X509Certificate client = (X509Certificate) socket.getSession().getPeerCertificates()[0];
      outcomes.add(new Outcome(List.of(client), socket.getSession().getProtocol(), ""));
      int first = socket.getInputStream().read();
      if (first >= 0) {
        socket.getOutputStream().write(first == 1 ? REJECT : new byte[] {(byte) first});
        socket.getOutputStream().flush();
        socket.getInputStream().transferTo(OutputStream.nullOutputStream());
      }
    } catch (IOException e) {
      // The client has what it came for.
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
