package huisclos.desk.hl7;

import huisclos.net.Conversation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;

/** The frames of MLLP (HL7 Transport Specification: MLLP release 1). One thread's. */
final class MllpReader {
  static final byte START = 0x0B;
  static final byte END = 0x1C;
  static final byte RETURN = '\r';

  private final Conversation conversation;
  private final byte[] buffer = new byte[8_192];
  private int at;
  private int filled;

  MllpReader(Conversation conversation) {
    this.conversation = conversation;
  }

  /**
   * The next message.
   *
   * @return empty at the end, and when it takes too long
   * @throws IOException if what comes is no frame, or a message is over its limit
   */
  Optional<byte[]> next() throws IOException {
    conversation.readWithin(Hl7Limits.IDLE);
    int b = read();
    while (b == RETURN || b == '\n') {
      b = read();
    }
    if (b < 0) {
      return Optional.empty();
    }
    if (b != START) {
      throw new IOException("not a frame of MLLP");
    }
    conversation.readWithin(Hl7Limits.MESSAGE_TIME);
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    for (b = read(); b >= 0 && b != END; b = read()) {
      if (message.size() == Hl7Limits.MAX_MESSAGE_BYTES) {
        throw new IOException("a message is over its limit");
      }
      message.write(b);
    }
    return b < 0 ? Optional.empty() : Optional.of(message.toByteArray());
  }

  /** A message in its frame. */
  static byte[] framed(byte[] message) {
    byte[] frame = new byte[message.length + 3];
    frame[0] = START;
    System.arraycopy(message, 0, frame, 1, message.length);
    frame[message.length + 1] = END;
    frame[message.length + 2] = RETURN;
    return frame;
  }

  private int read() throws IOException {
    if (at == filled) {
      filled = conversation.read(buffer);
      at = 0;
      if (filled <= 0) {
        filled = 0;
        return -1;
      }
    }
    return buffer[at++] & 0xFF;
  }
}
