package huisclos.app.admin;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The form of the admin socket: one JSON object a line, one question and one answer a connection.
 */
final class AdminWire {
  static final JsonMapper JSON = new JsonMapper();

  /** The longest question or answer taken; a listing of a thousand entries stays far below. */
  static final int MAX_LINE_BYTES = 64 << 20;

  /** The longest path that a Unix-domain socket may have everywhere. */
  static final int MAX_SOCKET_PATH_BYTES = 100;

  private static final int PIECE_BYTES = 64 << 10;

  private AdminWire() {}

  static void send(SocketChannel channel, JsonNode message) throws IOException {
    send(channel, message, new AtomicLong());
  }

  private static void send(SocketChannel channel, JsonNode message, AtomicLong moved)
      throws IOException {
    byte[] text = JSON.writeValueAsBytes(message);
    ByteBuffer line = ByteBuffer.allocate(text.length + 1).put(text).put((byte) '\n').flip();
    while (line.hasRemaining()) {
      int limit = line.limit();
      line.limit(Math.min(limit, line.position() + PIECE_BYTES));
      channel.write(line);
      line.limit(limit);
      moved.set(System.nanoTime());
    }
  }

  /** The same; closes the channel, and fails, once nothing of it is taken for so long. */
  static void sendWithin(SocketChannel channel, JsonNode message, Duration silence)
      throws IOException {
    AtomicLong moved = new AtomicLong(System.nanoTime());
    try (Watch _ = new Watch(channel, moved, silence)) {
      send(channel, message, moved);
    }
  }

  /** What a server sends while it is at work, so that silence means that it is not. */
  static void sendAlive(SocketChannel channel, Duration silence) throws IOException {
    try (Watch _ = new Watch(channel, new AtomicLong(System.nanoTime()), silence)) {
      channel.write(ByteBuffer.wrap(new byte[] {'\n'}));
    }
  }

  /** Receives a whole message within this time, or closes the channel, and fails. */
  static JsonNode receiveWithin(SocketChannel channel, int limit, Duration time)
      throws IOException {
    // Never moved on: a byte now and then doesn't lengthen it.
    try (Watch _ = new Watch(channel, new AtomicLong(System.nanoTime()), time)) {
      return receive(channel, limit, new AtomicLong());
    }
  }

  /** The same; closes the channel, and fails, once the other end is silent for too long. */
  static JsonNode receive(SocketChannel channel, int limit, Duration silence) throws IOException {
    AtomicLong heard = new AtomicLong(System.nanoTime());
    try (Watch _ = new Watch(channel, heard, silence)) {
      return receive(channel, limit, heard);
    }
  }

  /** Closes a channel on which nothing moves for too long, until it is closed itself. */
  private static final class Watch implements AutoCloseable {
    private final Thread thread;

    Watch(SocketChannel channel, AtomicLong moved, Duration silence) {
      thread = Thread.ofVirtual().name("admin-watch").start(() -> watch(channel, moved, silence));
    }

    private static void watch(SocketChannel channel, AtomicLong moved, Duration silence) {
      try {
        while (System.nanoTime() - moved.get() < silence.toNanos()) {
          Thread.sleep(200);
        }
        channel.close();
      } catch (InterruptedException | IOException e) {
        // All went in time, or it is closed already.
        return;
      }
    }

    @Override
    public void close() {
      thread.interrupt();
    }
  }

  private static JsonNode receive(SocketChannel channel, int limit, AtomicLong heard)
      throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    ByteBuffer buffer = ByteBuffer.allocate(8192);
    while (channel.read(buffer) >= 0) {
      heard.set(System.nanoTime());
      byte[] bytes = buffer.array();
      int from = 0;
      for (int i = 0; i < buffer.position(); i++) {
        if (bytes[i] == '\n' && line.size() + i - from > 0) {
          line.write(bytes, from, i - from);
          return JSON.readTree(line.toByteArray());
        }
        from = bytes[i] == '\n' ? i + 1 : from; // An empty line is a sign of life.
      }
      line.write(bytes, from, buffer.position() - from);
      if (line.size() > limit) {
        throw new IOException("a message on the admin socket is too long");
      }
      buffer.clear();
    }
    throw new EOFException("the admin socket was closed in the middle of a message");
  }
}
