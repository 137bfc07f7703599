package huisclos.probe.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;

/** A connection as the probe needs it: a TCP socket, or one of a simulated network. */
public interface Wire extends AutoCloseable {
  InputStream in() throws IOException;

  OutputStream out() throws IOException;

  /** How long the next read may wait, at least a millisecond. */
  void readTimeout(Duration time) throws IOException;

  /** Our own end. */
  InetSocketAddress local();

  /** The socket that TLS is laid over; empty where a simulated network has none. */
  Optional<Socket> socket();

  @Override
  void close();

  /** Makes connections. */
  interface Network {
    /**
     * Connects to exactly this address.
     *
     * @throws DialException with its kind
     */
    Wire connect(InetSocketAddress to, Duration within) throws DialException;
  }
}
