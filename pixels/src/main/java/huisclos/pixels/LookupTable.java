package huisclos.pixels;

import huisclos.dicom.DataSet;
import huisclos.dicom.ValueElement;
import java.util.Optional;

/**
 * A table of a modality LUT, VOI LUT or palette (PS3.3 §C.11.1.1, §C.11.2.1.1, §C.7.6.3.1.5).
 * Values below the first mapped one give the first entry, those beyond the last give the last.
 *
 * @param first the first value that is mapped
 * @param entries the outputs, unsigned
 * @param bits of each entry, from 8 to 16
 */
@SuppressWarnings("ArrayRecordComponent") // a table of 65,536 entries; nobody compares tables
record LookupTable(int first, char[] entries, int bits) {
  /** Entries of one table (PS3.3 §C.11.1.1.1): the descriptor writes this number as 0. */
  static final int MAX_ENTRIES = 1 << 16;

  /** What the three values of a LUT Descriptor say. */
  record Descriptor(int count, int first, int bits) {
    /**
     * Reads a descriptor.
     *
     * @param signed whether the input is, so that the first mapped value may be negative
     */
    static Optional<Descriptor> read(DataSet set, int tag, boolean signed) {
      byte[] raw = bytes(set, tag);
      if (raw.length < 6) {
        return Optional.empty();
      }
      int count = word(raw, 0);
      int first = signed ? (short) word(raw, 2) : word(raw, 2);
      int bits = Math.clamp(word(raw, 4), 8, 16);
      return Optional.of(new Descriptor(count == 0 ? MAX_ENTRIES : count, first, bits));
    }
  }

  /** Reads a table; empty where there is none, or none that means anything. */
  static Optional<LookupTable> read(DataSet set, int descriptor, int data, boolean signed) {
    return Descriptor.read(set, descriptor, signed)
        .flatMap(d -> {
          char[] entries = entries(bytes(set, data), d);
          return entries.length == 0
              ? Optional.empty()
              : Optional.of(new LookupTable(d.first(), entries, d.bits()));
        });
  }

  /** Two bytes each, or one where only that fits: both are written for entries of eight bits. */
  private static char[] entries(byte[] raw, Descriptor d) {
    boolean packed = d.bits() == 8 && raw.length < 2 * d.count();
    int count = Math.min(d.count(), packed ? raw.length : raw.length / 2);
    char[] entries = new char[count];
    for (int i = 0; i < count; i++) {
      entries[i] = (char) (packed ? raw[i] & 0xFF : word(raw, 2 * i));
    }
    return entries;
  }

  /** A value's bytes; none where it is absent or was left in its source. */
  static byte[] bytes(DataSet set, int tag) {
    return set.get(tag).orElse(null) instanceof ValueElement value ? value.bytes() : new byte[0];
  }

  static int word(byte[] raw, int at) {
    return (raw[at] & 0xFF) | (raw[at + 1] & 0xFF) << 8;
  }

  /** The entry of a value. */
  int at(double value) {
    return entries[Math.clamp(Math.round(value) - first, 0, entries.length - 1)];
  }

  /** The highest output that the bits allow. */
  int maximum() {
    return (1 << bits) - 1;
  }

  @Override
  public String toString() {
    return entries.length + " entries of " + bits + " bits";
  }
}
