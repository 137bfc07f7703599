package huisclos.vault;

import java.util.ArrayDeque;
import java.util.Optional;

/**
 * The memory in which objects wait sealed for their group's commit: pieces of one segment each,
 * lent within a budget. Thread-safe.
 */
final class SealedMemory {
  /** Pieces kept for reuse: 16 MiB; the others go to the garbage collector. */
  private static final int MAX_IDLE = 256;

  private final long maxLent;
  private final ArrayDeque<byte[]> idle = new ArrayDeque<>();
  private long lent;

  SealedMemory(long budgetBytes) {
    this.maxLent = budgetBytes / Segments.SEALED_BYTES;
  }

  /** A piece of one segment's length, its content arbitrary; empty when the budget is used up. */
  synchronized Optional<byte[]> take() {
    if (lent >= maxLent) {
      return Optional.empty();
    }
    lent++;
    byte[] piece = idle.poll();
    return Optional.of(piece == null ? new byte[Segments.SEALED_BYTES] : piece);
  }

  synchronized void giveBack(byte[] piece) {
    lent--;
    if (idle.size() < MAX_IDLE) {
      idle.push(piece);
    }
  }

  synchronized long lentBytes() {
    return lent * Segments.SEALED_BYTES;
  }
}
