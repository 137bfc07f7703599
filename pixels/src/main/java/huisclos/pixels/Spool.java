package huisclos.pixels;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * Keeps what is written to it as long as it is short and there is room for it; else it only counts.
 * Of one thread; the room is shared.
 */
final class Spool extends OutputStream {
  /** Bytes that are taken at a time; the shared room is counted in these. */
  private static final int CHUNK = 256 << 10;

  private final Semaphore room;
  private final List<byte[]> chunks = new ArrayList<>();
  private int used = CHUNK;
  private long length;
  private boolean held = true;

  Spool(Semaphore room) {
    this.room = room;
  }

  /** The room that all spools of a server share. */
  static Semaphore sharedRoom() {
    long bytes = Math.min(PixelLimits.MAX_SPOOLED_BYTES, Runtime.getRuntime().maxMemory() / 8);
    return new Semaphore((int) (bytes / CHUNK));
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int count) {
    length += count;
    int at = from;
    while (held && at < from + count) {
      if (used == CHUNK) {
        grow();
        continue;
      }
      int part = Math.min(CHUNK - used, from + count - at);
      System.arraycopy(bytes, at, chunks.getLast(), used, part);
      used += part;
      at += part;
    }
  }

  private void grow() {
    if (length <= PixelLimits.MAX_SPOOL_BYTES && room.tryAcquire()) {
      chunks.add(new byte[CHUNK]);
      used = 0;
    } else {
      close();
    }
  }

  /** Whether all that was written is here. */
  boolean isHeld() {
    return held;
  }

  /** How much was written. */
  long length() {
    return length;
  }

  void writeTo(OutputStream out) throws IOException {
    for (int i = 0; i < chunks.size(); i++) {
      out.write(chunks.get(i), 0, i + 1 < chunks.size() ? CHUNK : used);
    }
  }

  /** Keeps nothing any more. */
  @Override
  public void close() {
    held = false;
    room.release(chunks.size());
    chunks.clear();
  }
}
