package huisclos.app.admin;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
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

  private AdminWire() {}

  static void send(SocketChannel channel, JsonNode message) throws IOException {
    byte[] text = JSON.writeValueAsBytes(message);
    ByteBuffer line = ByteBuffer.allocate(text.length + 1).put(text).put((byte) '\n').flip();
    while (line.hasRemaining()) {
      channel.write(line);
    }
  }

  static JsonNode receive(SocketChannel channel, int limit) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    ByteBuffer buffer = ByteBuffer.allocate(8192);
    while (channel.read(buffer) >= 0) {
      byte[] bytes = buffer.array();
      for (int i = 0; i < buffer.position(); i++) {
        if (bytes[i] == '\n') {
          line.write(bytes, 0, i);
          return JSON.readTree(line.toByteArray());
        }
      }
      line.write(bytes, 0, buffer.position());
      if (line.size() > limit) {
        throw new IOException("a message on the admin socket is too long");
      }
      buffer.clear();
    }
    throw new EOFException("the admin socket was closed in the middle of a message");
  }
}
