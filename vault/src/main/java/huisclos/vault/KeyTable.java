package huisclos.vault;

import java.util.Arrays;

/**
 * Where in the ring each key's current record lies: open addressing over plain arrays, 24 bytes a
 * slot, at most two thirds full, so 36 to 72 bytes a key. Ids are random, so their own bits are the
 * hash. Not thread-safe.
 */
final class KeyTable {
  private static final int SMALLEST = 64;

  private long[] high = new long[SMALLEST];
  private long[] low = new long[SMALLEST];
  private long[] offset = new long[SMALLEST]; // 0: free (no record lies at 0); -1: gone.
  private int used;
  private int size;

  /** Sets the offset of a key, known before or not. */
  void put(long idHigh, long idLow, long at) {
    if ((used + 1) * 3L > offset.length * 2L) {
      grow();
    }
    int slot = slot(idHigh, idLow);
    if (offset[slot] == 0) {
      used++;
      high[slot] = idHigh;
      low[slot] = idLow;
    }
    if (offset[slot] <= 0) {
      size++;
    }
    offset[slot] = at;
  }

  /** The offset of a key's current record, or -1. */
  long get(long idHigh, long idLow) {
    long at = offset[slot(idHigh, idLow)];
    return at == 0 ? -1 : at;
  }

  void remove(long idHigh, long idLow) {
    int slot = slot(idHigh, idLow);
    if (offset[slot] > 0) {
      offset[slot] = -1;
      size--;
    }
  }

  int size() {
    return size;
  }

  /** Takes an id in its two halves. */
  interface Visitor {
    void id(long high, long low);
  }

  /** Visits the keys whose records lie in a stretch of the file. */
  void within(long from, long to, Visitor visitor) {
    for (int i = 0; i < offset.length; i++) {
      if (offset[i] >= from && offset[i] < to) {
        visitor.id(high[i], low[i]);
      }
    }
  }

  /** The slot that holds the id, or the free one where it would go. */
  private int slot(long idHigh, long idLow) {
    int mask = offset.length - 1;
    int slot = (int) idLow & mask;
    while (offset[slot] != 0 && (low[slot] != idLow || high[slot] != idHigh)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    long[] oldHigh = high;
    long[] oldLow = low;
    long[] oldOffset = offset;
    high = new long[oldHigh.length * 2];
    low = new long[high.length];
    offset = new long[high.length];
    used = 0;
    size = 0;
    for (int i = 0; i < oldOffset.length; i++) {
      if (oldOffset[i] > 0) {
        put(oldHigh[i], oldLow[i], oldOffset[i]);
      }
    }
    Arrays.fill(oldOffset, 0);
  }
}
