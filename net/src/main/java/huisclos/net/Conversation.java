package huisclos.net;

import huisclos.net.internal.Transport;
import java.io.IOException;
import java.time.Duration;

/** A connection that came through a {@link TlsDoor}; for the thread of its host alone. */
public final class Conversation {
  private final Transport transport;

  Conversation(Transport transport) {
    this.transport = transport;
  }

  /** From now on reads may take this long in all. */
  public void readWithin(Duration time) {
    transport.readWithin(time);
  }

  /** Reads what there is, at least one byte; -1 at the end or when the time is up. */
  public int read(byte[] target) throws IOException {
    return transport.read(target, 0, target.length);
  }

  /** Writes all of it within this time, or the connection is closed. */
  public void write(byte[] bytes, Duration time) throws IOException {
    transport.write(bytes, 0, bytes.length, time);
  }
}
