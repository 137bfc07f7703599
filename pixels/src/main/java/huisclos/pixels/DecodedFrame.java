package huisclos.pixels;

/**
 * A frame as samples.
 *
 * @param rows its height
 * @param columns its width
 * @param samplesPerPixel 1, 3 or 4
 * @param bitsStored bits that a sample can have; for a lookup by {@code value & mask}
 * @param signed whether samples are two's complement
 * @param photometric the Photometric Interpretation of these samples: after decoding, {@code RGB}
 *     where the coder had transformed colours, {@code YBR_FULL} where chroma was subsampled
 * @param samples {@code rows × columns × samplesPerPixel} of them
 */
public record DecodedFrame(
    int rows,
    int columns,
    int samplesPerPixel,
    int bitsStored,
    boolean signed,
    String photometric,
    Samples samples) {

  /** The pixels it has. */
  public int pixels() {
    return rows * columns;
  }

  @Override
  public String toString() {
    return columns
        + "×"
        + rows
        + "×"
        + samplesPerPixel
        + ", "
        + bitsStored
        + " bits, "
        + photometric;
  }
}
