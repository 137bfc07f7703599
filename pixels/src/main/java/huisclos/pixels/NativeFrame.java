package huisclos.pixels;

/**
 * A frame as uncompressed pixel data holds it (PS3.5 §8.1.1): little endian, interleaved by pixel,
 * chroma not subsampled. What decoders make, and what a transcoder writes.
 */
public final class NativeFrame implements NativeDecoding {
  private final PixelDescription description;
  private final String photometric;
  private final byte[] bytes;

  /**
   * A frame of these bytes, which are not copied.
   *
   * @param description the stored frame's
   * @param photometric the Photometric Interpretation of these samples
   * @param bytes {@link PixelDescription#decodedBytes()} of them
   */
  public NativeFrame(PixelDescription description, String photometric, byte[] bytes) {
    this.description = description;
    this.photometric = photometric;
    this.bytes = bytes;
  }

  /** What describes the stored frame; its Planar Configuration and colours are not these. */
  public PixelDescription description() {
    return description;
  }

  /** The Photometric Interpretation of these samples. */
  public String photometric() {
    return photometric;
  }

  /** The samples, in cells of {@link PixelDescription#cellBits()}; not a copy. */
  public byte[] bytes() {
    return bytes;
  }

  /** Whether one set of attributes describes both. */
  boolean isLike(NativeFrame other) {
    return description.equals(other.description) && photometric.equals(other.photometric);
  }

  /** The samples as numbers: shifted down to bit 0, cut to Bits Stored, with their sign. */
  public DecodedFrame decoded() {
    int shift = description.highBit() + 1 - description.bitsStored();
    Samples samples =
        switch (description.cellBits()) {
          case 8 -> bytes(shift);
          case 16 -> shorts(shift);
          default -> ints(shift);
        };
    return new DecodedFrame(
        description.rows(),
        description.columns(),
        description.samplesPerPixel(),
        description.bitsStored(),
        description.signed(),
        photometric,
        samples);
  }

  private int clean(int value, int shift) {
    int bits = description.bitsStored();
    int left = value << (32 - shift - bits);
    return description.signed() ? left >> (32 - bits) : left >>> (32 - bits);
  }

  private Samples bytes(int shift) {
    if (description.bitsStored() == 8) {
      return new Samples.Bytes(bytes, description.signed());
    }
    byte[] values = new byte[bytes.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (byte) clean(bytes[i], shift);
    }
    return new Samples.Bytes(values, description.signed());
  }

  private Samples shorts(int shift) {
    if (description.bitsStored() <= 8) {
      byte[] values = new byte[bytes.length / 2];
      for (int i = 0; i < values.length; i++) {
        values[i] = (byte) clean(short16(i), shift);
      }
      return new Samples.Bytes(values, description.signed());
    }
    short[] values = new short[bytes.length / 2];
    for (int i = 0; i < values.length; i++) {
      values[i] = (short) clean(short16(i), shift);
    }
    return new Samples.Shorts(values, description.signed());
  }

  private int short16(int i) {
    return (bytes[2 * i] & 0xFF) | (bytes[2 * i + 1] << 8);
  }

  private Samples ints(int shift) {
    int[] values = new int[bytes.length / 4];
    for (int i = 0; i < values.length; i++) {
      int value = (short16(2 * i) & 0xFFFF) | (short16(2 * i + 1) << 16);
      values[i] = clean(value, shift);
    }
    return new Samples.Ints(values);
  }

  @Override
  public String toString() {
    return description.columns() + "×" + description.rows() + ", " + bytes.length + " bytes";
  }
}
