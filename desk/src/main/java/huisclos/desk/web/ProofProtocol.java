package huisclos.desk.web;

import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.AbstractConnectionFactory;
import org.eclipse.jetty.server.Connector;

/**
 * The protocol by which an authority looks at the proof that a name is ours (RFC 8737 §4): the
 * handshake is all there is to it, and nothing is said after.
 */
final class ProofProtocol extends AbstractConnectionFactory {
  static final String NAME = "acme-tls/1";

  ProofProtocol() {
    super(NAME);
  }

  @Override
  public Connection newConnection(Connector connector, EndPoint endPoint) {
    return configure(new Silence(endPoint, connector), connector, endPoint);
  }

  /** Waits for the other side to end it; whatever it says instead ends it too. */
  private static final class Silence extends AbstractConnection {
    Silence(EndPoint endPoint, Connector connector) {
      super(endPoint, connector.getExecutor());
    }

    @Override
    public void onOpen() {
      super.onOpen();
      fillInterested();
    }

    @Override
    public void onFillable() {
      close();
    }
  }
}
