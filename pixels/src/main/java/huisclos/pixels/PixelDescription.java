package huisclos.pixels;

import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import huisclos.dicom.TransferSyntax;
import java.util.Optional;
import java.util.Set;

/**
 * What the attributes of the Image Pixel module say (PS3.3 §C.7.6.3), checked against each other.
 *
 * @param syntax how the pixel data is coded
 * @param signed Pixel Representation
 * @param photometric Photometric Interpretation as stored
 * @param planar whether planes follow each other (Planar Configuration 1)
 * @param frames Number of Frames, 1 where it is absent
 */
public record PixelDescription(
    TransferSyntax syntax,
    int rows,
    int columns,
    int samplesPerPixel,
    int bitsAllocated,
    int bitsStored,
    int highBit,
    boolean signed,
    String photometric,
    boolean planar,
    int frames) {
  private static final Set<String> HALVED_CHROMA = Set.of("YBR_FULL_422", "YBR_PARTIAL_422");

  /** The description that a data set gives; empty where it is incomplete or contradicts itself. */
  public static Optional<PixelDescription> of(DataSet set, TransferSyntax syntax) {
    int samples = set.integer(Tag.SAMPLES_PER_PIXEL).orElse(1);
    int allocated = set.integer(Tag.BITS_ALLOCATED).orElse(0);
    int stored = set.integer(Tag.BITS_STORED).orElse(allocated);
    PixelDescription described =
        new PixelDescription(
            syntax,
            set.integer(Tag.ROWS).orElse(0),
            set.integer(Tag.COLUMNS).orElse(0),
            samples,
            allocated,
            stored,
            set.integer(Tag.HIGH_BIT).orElse(stored - 1),
            set.integer(Tag.PIXEL_REPRESENTATION).orElse(0) == 1,
            set.string(Tag.PHOTOMETRIC_INTERPRETATION, samples == 3 ? "RGB" : "MONOCHROME2"),
            samples > 1 && set.integer(Tag.PLANAR_CONFIGURATION).orElse(0) == 1,
            set.integer(Tag.NUMBER_OF_FRAMES).orElse(1));
    return described.consistent() ? Optional.of(described) : Optional.empty();
  }

  private boolean consistent() {
    return rows >= 1
        && rows <= 0xFFFF
        && columns >= 1
        && columns <= 0xFFFF
        && (samplesPerPixel == 1 || samplesPerPixel == 3 || samplesPerPixel == 4)
        && bitsAllocated >= 1
        && bitsAllocated <= 32
        && bitsStored >= 1
        && bitsStored <= bitsAllocated
        && highBit >= bitsStored - 1
        && highBit < bitsAllocated
        && frames >= 1
        && frames <= PixelLimits.MAX_FRAMES
        && !(halvedChroma() && (samplesPerPixel != 3 || columns % 2 != 0 || bitsAllocated != 8));
  }

  /**
   * Whether uncompressed pixel data holds chroma for every second pixel only (PS3.3 §C.7.6.3.1.2).
   */
  boolean halvedChroma() {
    return syntax.uncompressed() && HALVED_CHROMA.contains(photometric);
  }

  /** Samples of a frame once decoded. */
  public long samples() {
    return (long) rows * columns * samplesPerPixel;
  }

  /** Bits of a frame in uncompressed pixel data. */
  public long frameBits() {
    long stored = halvedChroma() ? (long) rows * columns * 2 : samples();
    return stored * bitsAllocated;
  }

  /** Bits of a sample's cell in memory: 8, 16 or 32. */
  public int cellBits() {
    return bitsAllocated <= 8 ? 8 : bitsAllocated <= 16 ? 16 : 32;
  }

  /** Bytes of a frame once decoded. */
  public long decodedBytes() {
    return samples() * (cellBits() / 8);
  }

  /**
   * This description for a code stream of so many bits: where there are more than Bits Stored says,
   * unsigned samples would lose their upper bits and turn from white to black.
   */
  public PixelDescription widened(int precision) {
    return signed || precision <= bitsStored || precision > cellBits()
        ? this
        : new PixelDescription(
            syntax,
            rows,
            columns,
            samplesPerPixel,
            cellBits(),
            precision,
            precision - 1,
            false,
            photometric,
            planar,
            frames);
  }
}
