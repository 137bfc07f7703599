package huisclos.probe.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;

/** The real network. Thread-safe; made for virtual threads, which its waits don't pin. */
public final class TcpNetwork implements Wire.Network {
  public TcpNetwork() {}

  @Override
  public Wire connect(InetSocketAddress to, Duration within) throws DialException {
    if (to.isUnresolved()) {
      throw new IllegalArgumentException("only resolved addresses are dialled");
    }
    Socket socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.connect(to, Math.clamp(within.toMillis(), 1, Integer.MAX_VALUE));
      return new Tcp(socket);
    } catch (IOException e) {
      quietly(socket);
      throw sorted(e);
    }
  }

  private static DialException sorted(IOException e) {
    String text = String.valueOf(e.getMessage());
    return switch (e) {
      case SocketTimeoutException _ ->
          new DialException(DialException.Kind.SILENT, "nothing answered within the time");
      case NoRouteToHostException _ ->
          new DialException(DialException.Kind.UNREACHABLE, "no route to the host");
      case ConnectException _ when text.contains("timed out") ->
          new DialException(DialException.Kind.SILENT, "nothing answered within the time");
      case ConnectException _ when text.contains("refused") ->
          new DialException(DialException.Kind.REFUSED, "the port is closed");
      default ->
          text.contains("Too many open files") || text.contains("Cannot assign")
              ? new DialException(
                  DialException.Kind.LOCAL, "this machine has no socket left: lower hosts_at_once")
              : new DialException(DialException.Kind.UNREACHABLE, "the network can't be reached");
    };
  }

  private static void quietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is gone either way.
    }
  }

  private record Tcp(Socket tcp) implements Wire {
    @Override
    public InputStream in() throws IOException {
      return tcp.getInputStream();
    }

    @Override
    public OutputStream out() throws IOException {
      return tcp.getOutputStream();
    }

    @Override
    public void readTimeout(Duration time) throws IOException {
      tcp.setSoTimeout(Math.clamp(time.toMillis(), 1, Integer.MAX_VALUE));
    }

    @Override
    public InetSocketAddress local() {
      return (InetSocketAddress) tcp.getLocalSocketAddress();
    }

    @Override
    public Optional<Socket> socket() {
      return Optional.of(tcp);
    }

    @Override
    public void close() {
      quietly(tcp);
    }
  }
}
