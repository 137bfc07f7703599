package huisclos.pixels;

import java.util.Arrays;

/**
 * The segments of a palette written as discrete runs, lines and copies of earlier segments (PS3.3
 * §C.7.9.2), expanded to entries. Of one thread.
 */
final class SegmentedTable {
  private static final int DISCRETE = 0;
  private static final int LINEAR = 1;
  private static final int INDIRECT = 2;

  private final byte[] raw;
  private final int unit;
  private final char[] entries;
  private int filled;

  private SegmentedTable(byte[] raw, int unit, int count) {
    this.raw = raw;
    this.unit = unit;
    this.entries = new char[count];
  }

  /**
   * The entries of these segments, as many as the descriptor says; segments that stop short leave
   * the last value standing. None if a segment is damaged.
   */
  static char[] expand(byte[] raw, LookupTable.Descriptor descriptor) {
    int unit = descriptor.bits() == 8 ? 1 : 2;
    SegmentedTable table = new SegmentedTable(raw, unit, descriptor.count());
    if (!table.run(0, Integer.MAX_VALUE, true) || table.filled == 0) {
      return new char[0];
    }
    char last = table.entries[table.filled - 1];
    Arrays.fill(table.entries, table.filled, table.entries.length, last);
    return table.entries;
  }

  /** Expands so many segments from this unit on; false if one is damaged. */
  private boolean run(int from, int segments, boolean mayCopy) {
    int at = from;
    for (int i = 0; i < segments && filled < entries.length && at + 2 < units(); i++) {
      int length = read(at + 1);
      switch (read(at)) {
        case DISCRETE -> {
          if (at + 2 + length > units()) {
            return false;
          }
          for (int k = 0; k < length; k++) {
            append(read(at + 2 + k));
          }
          at += 2 + length;
        }
        case LINEAR -> {
          if (filled == 0) {
            return false;
          }
          line(length, read(at + 2));
          at += 3;
        }
        case INDIRECT -> {
          if (!mayCopy || !copy(at, length)) {
            return false;
          }
          at += unit == 1 ? 6 : 4;
        }
        default -> {
          // A value of padding at the end; anything else is damage.
          return filled > 0 && at + 2 >= units();
        }
      }
    }
    return true;
  }

  private void line(int length, int end) {
    int start = entries[filled - 1];
    for (int k = 1; k <= length; k++) {
      append(start + (int) Math.round((double) (end - start) * k / length));
    }
  }

  /** Runs earlier segments again; their place is in bytes, least significant word first. */
  private boolean copy(int at, int segments) {
    long offset = 0;
    int words = 4 / unit;
    if (at + 2 + words > units()) {
      return false;
    }
    for (int k = 0; k < words; k++) {
      offset |= (long) read(at + 2 + k) << (8 * unit * k);
    }
    long from = offset / unit;
    return from < at && run((int) from, segments, false);
  }

  private void append(int value) {
    if (filled < entries.length) {
      entries[filled++] = (char) value;
    }
  }

  private int units() {
    return raw.length / unit;
  }

  private int read(int index) {
    return unit == 1 ? raw[index] & 0xFF : LookupTable.word(raw, 2 * index);
  }
}
