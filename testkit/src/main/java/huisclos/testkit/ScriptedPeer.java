package huisclos.testkit;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.HexFormat;
import java.util.Random;

/**
 * A peer that says exactly the bytes it is told to and shows exactly those it is answered: for
 * protocols whose other side has to stand anything. Of one thread; a read that takes more than ten
 * seconds fails.
 */
public final class ScriptedPeer implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 10_000;

  private final Socket socket;

  private ScriptedPeer(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
  }

  /** Calls a server. */
  public static ScriptedPeer connect(InetSocketAddress to) throws IOException {
    return new ScriptedPeer(new Socket(to.getAddress(), to.getPort()));
  }

  /** Speaks over a connection that stands, such as one with TLS. */
  public static ScriptedPeer over(Socket socket) throws IOException {
    return new ScriptedPeer(socket);
  }

  /** A peer and the socket at its other end. */
  public record Pair(ScriptedPeer peer, Socket other) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      peer.close();
      other.close();
    }
  }

  /** Two ends of a connection over loopback. */
  public static Pair pair() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Socket other = new Socket(server.getInetAddress(), server.getLocalPort());
      return new Pair(new ScriptedPeer(server.accept()), other);
    }
  }

  /** Sends these bytes. */
  public void send(byte... bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  /** Sends bytes written in hexadecimal, white space ignored. */
  public void sendHex(String hex) throws IOException {
    send(bytes(hex));
  }

  /** Sends these bytes in pieces of 1 to {@code most} bytes. */
  public void sendInPieces(byte[] bytes, int most, Random random) throws IOException {
    int at = 0;
    while (at < bytes.length) {
      int count = Math.min(bytes.length - at, 1 + random.nextInt(most));
      socket.getOutputStream().write(bytes, at, count);
      at += count;
    }
  }

  /** The next {@code count} bytes. */
  public byte[] receive(int count) throws IOException {
    byte[] bytes = socket.getInputStream().readNBytes(count);
    if (bytes.length < count) {
      throw new EOFException("only " + bytes.length + " of " + count + " bytes came");
    }
    return bytes;
  }

  /** The next upper layer PDU, header included (PS3.8 §9.3.1). */
  public byte[] receivePdu() throws IOException {
    byte[] header = receive(6);
    int length =
        ((header[2] & 0xFF) << 24)
            | ((header[3] & 0xFF) << 16)
            | ((header[4] & 0xFF) << 8)
            | (header[5] & 0xFF);
    byte[] pdu = new byte[6 + length];
    System.arraycopy(header, 0, pdu, 0, 6);
    System.arraycopy(receive(length), 0, pdu, 6, length);
    return pdu;
  }

  /** Everything up to the end of the connection, which a reset is too. */
  public byte[] receiveAll() throws IOException {
    InputStream in = socket.getInputStream();
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    try {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        all.write(buffer, 0, n);
      }
    } catch (SocketException reset) {
      // The other side closed with something of ours unread.
    }
    return all.toByteArray();
  }

  /** Sends no more, but still listens. */
  public void endOutput() throws IOException {
    socket.shutdownOutput();
  }

  /** The bytes of a hexadecimal text, white space and {@code #} comments ignored. */
  public static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replaceAll("#[^\\n]*", "").replaceAll("\\s", ""));
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
