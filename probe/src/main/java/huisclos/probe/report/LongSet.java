package huisclos.probe.report;

import java.util.Arrays;

/** A set of numbers in one array: 16 bytes each at worst. Not thread-safe. */
final class LongSet {
  private long[] slots = new long[1024];
  private boolean zero;
  private int size;

  /** Adds; false if it was there. */
  boolean add(long value) {
    if (value == 0) {
      boolean fresh = !zero;
      zero = true;
      return fresh;
    }
    if (size * 2 >= slots.length) {
      long[] old = slots;
      slots = new long[old.length * 2];
      Arrays.stream(old).filter(one -> one != 0).forEach(this::put);
    }
    boolean fresh = put(value);
    size += fresh ? 1 : 0;
    return fresh;
  }

  boolean contains(long value) {
    if (value == 0) {
      return zero;
    }
    int at = slot(value);
    while (slots[at] != 0) {
      if (slots[at] == value) {
        return true;
      }
      at = (at + 1) & (slots.length - 1);
    }
    return false;
  }

  /** Adds all of another. */
  void addAll(LongSet other) {
    zero |= other.zero;
    Arrays.stream(other.slots).filter(one -> one != 0).forEach(this::add);
  }

  private int slot(long value) {
    return (int) (value ^ (value >>> 32)) & (slots.length - 1);
  }

  private boolean put(long value) {
    int at = slot(value);
    while (slots[at] != 0) {
      if (slots[at] == value) {
        return false;
      }
      at = (at + 1) & (slots.length - 1);
    }
    slots[at] = value;
    return true;
  }
}
