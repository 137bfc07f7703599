package huisclos.pixels;

/** The loops over all samples of a frame, one for each kind of array: they must be fast. */
final class SampleLoops {
  private SampleLoops() {}

  /** What becomes of a value. */
  @FunctionalInterface
  interface Shade {
    byte of(long value);
  }

  /** One sample with its sign, 32 unsigned bits too. */
  static long at(DecodedFrame frame, int index) {
    int value = frame.samples().at(index);
    return frame.signed() || frame.bitsStored() < 32 ? value : Integer.toUnsignedLong(value);
  }

  /** From the lowest to the highest sample, those within {@code padding} left out. */
  static Range range(DecodedFrame frame, Range padding) {
    return switch (frame.samples()) {
      case Samples.Bytes bytes -> ofBytes(bytes.values(), frame.signed(), padding);
      case Samples.Shorts shorts -> ofShorts(shorts.values(), frame.signed(), padding);
      case Samples.Ints _ -> ofInts(frame, padding);
    };
  }

  private static Range ofBytes(byte[] values, boolean signed, Range padding) {
    boolean[] met = new boolean[256];
    for (byte value : values) {
      met[value & 0xFF] = true;
    }
    Range range = Range.NONE;
    for (int i = 0; i < met.length; i++) {
      long value = signed ? (byte) i : i;
      if (met[i] && !padding.contains(value)) {
        range = new Range(Math.min(range.low(), value), Math.max(range.high(), value));
      }
    }
    return range;
  }

  private static Range ofShorts(short[] values, boolean signed, Range padding) {
    int mask = signed ? -1 : 0xFFFF;
    int low = Integer.MAX_VALUE;
    int high = Integer.MIN_VALUE;
    boolean all = padding.isEmpty();
    int from = (int) Math.clamp(padding.low(), -65_536L, 65_536L);
    int to = (int) Math.clamp(padding.high(), -65_536L, 65_536L);
    for (short s : values) {
      int value = s & mask;
      if (all || value < from || value > to) {
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
    return low > high ? Range.NONE : new Range(low, high);
  }

  private static Range ofInts(DecodedFrame frame, Range padding) {
    long low = Long.MAX_VALUE;
    long high = Long.MIN_VALUE;
    for (int i = 0; i < frame.samples().length(); i++) {
      long value = at(frame, i);
      if (!padding.contains(value)) {
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
    return new Range(low, high);
  }

  /** Puts {@code table[sample - low]} for each sample. */
  static void through(DecodedFrame frame, byte[] table, long low, byte[] out) {
    switch (frame.samples()) {
      case Samples.Bytes bytes -> {
        byte[] values = bytes.values();
        int mask = frame.signed() ? -1 : 0xFF;
        int first = (int) low;
        for (int i = 0; i < out.length; i++) {
          out[i] = table[(values[i] & mask) - first];
        }
      }
      case Samples.Shorts shorts -> {
        short[] values = shorts.values();
        int mask = frame.signed() ? -1 : 0xFFFF;
        int first = (int) low;
        for (int i = 0; i < out.length; i++) {
          out[i] = table[(values[i] & mask) - first];
        }
      }
      case Samples.Ints _ -> {
        for (int i = 0; i < out.length; i++) {
          out[i] = table[(int) (at(frame, i) - low)];
        }
      }
    }
  }

  /** Puts the shade of each sample: for a range that no table would hold. */
  static void shaded(DecodedFrame frame, Shade shade, byte[] out) {
    for (int i = 0; i < out.length; i++) {
      out[i] = shade.of(at(frame, i));
    }
  }
}
