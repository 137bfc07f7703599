package huisclos.pixels;

/**
 * The samples of a frame, interleaved by pixel: row by row, the samples of a pixel next to each
 * other. Immutable by agreement: the arrays are not copied and must not be changed.
 *
 * <p>Values are as the data set means them: bits beyond Bits Stored are gone, signed ones have
 * their sign. A loop that must be fast switches on the kind once and reads the array.
 */
public sealed interface Samples {
  /** How many there are. */
  int length();

  /** The sample at an index as a number; an unsigned one of 32 bits as its bit pattern. */
  int at(int index);

  /** Of at most 8 bits. */
  final class Bytes implements Samples {
    private final byte[] values;
    private final boolean signed;

    /** Samples in this array. */
    public Bytes(byte[] values, boolean signed) {
      this.values = values;
      this.signed = signed;
    }

    /** The array itself. */
    public byte[] values() {
      return values;
    }

    @Override
    public int length() {
      return values.length;
    }

    @Override
    public int at(int index) {
      return signed ? values[index] : values[index] & 0xFF;
    }
  }

  /** Of 9 to 16 bits. */
  final class Shorts implements Samples {
    private final short[] values;
    private final boolean signed;

    /** Samples in this array. */
    public Shorts(short[] values, boolean signed) {
      this.values = values;
      this.signed = signed;
    }

    /** The array itself. */
    public short[] values() {
      return values;
    }

    @Override
    public int length() {
      return values.length;
    }

    @Override
    public int at(int index) {
      return signed ? values[index] : values[index] & 0xFFFF;
    }
  }

  /** Of 17 to 32 bits. */
  final class Ints implements Samples {
    private final int[] values;

    /** Samples in this array. */
    public Ints(int[] values) {
      this.values = values;
    }

    /** The array itself. */
    public int[] values() {
      return values;
    }

    @Override
    public int length() {
      return values.length;
    }

    @Override
    public int at(int index) {
      return values[index];
    }
  }
}
