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
  static long at(Samples samples, int index) {
    return switch (samples) {
      case Samples.Bytes bytes -> bytes.at(index);
      case Samples.Shorts shorts -> shorts.at(index);
      case Samples.Ints ints ->
          ints.signed() ? ints.values()[index] : Integer.toUnsignedLong(ints.values()[index]);
    };
  }

  /** From the lowest to the highest sample, those within {@code padding} left out. */
  static Range range(Samples samples, Range padding) {
    return switch (samples) {
      case Samples.Bytes(byte[] values, boolean signed) -> ofBytes(values, signed, padding);
      case Samples.Shorts(short[] values, boolean signed) -> ofShorts(values, signed, padding);
      case Samples.Ints ints -> ofInts(ints, padding);
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

  private static Range ofInts(Samples.Ints ints, Range padding) {
    long low = Long.MAX_VALUE;
    long high = Long.MIN_VALUE;
    for (int i = 0; i < ints.length(); i++) {
      long value = at(ints, i);
      if (!padding.contains(value)) {
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
    return new Range(low, high);
  }

  /** Puts {@code table[sample - low]} for each sample. */
  static void through(Samples samples, byte[] table, long low, byte[] out) {
    int first = Math.toIntExact(samples instanceof Samples.Ints ? 0 : low);
    switch (samples) {
      case Samples.Bytes(byte[] values, boolean signed) -> {
        int mask = signed ? -1 : 0xFF;
        for (int i = 0; i < out.length; i++) {
          out[i] = table[(values[i] & mask) - first];
        }
      }
      case Samples.Shorts(short[] values, boolean signed) -> {
        int mask = signed ? -1 : 0xFFFF;
        for (int i = 0; i < out.length; i++) {
          out[i] = table[(values[i] & mask) - first];
        }
      }
      case Samples.Ints ints -> {
        for (int i = 0; i < out.length; i++) {
          out[i] = table[(int) (at(ints, i) - low)];
        }
      }
    }
  }

  /** Puts the shade of each sample: for a range that no table would hold. */
  static void shaded(Samples samples, Shade shade, byte[] out) {
    for (int i = 0; i < out.length; i++) {
      out[i] = shade.of(at(samples, i));
    }
  }
}
