package huisclos.pixels;

import huisclos.dicom.TransferSyntax;
import huisclos.dicom.Uids;
import huisclos.pixels.ForeignCodecs.Library;
import huisclos.pixels.Undecodable.Reason;
import huisclos.pixels.codec.RleEncoder;
import java.util.List;

/**
 * Codes frames, without loss only: a lossy one would be another object, with a SOP Instance UID of
 * its own (PS3.3 §C.7.6.1.1.5), which an archive doesn't make on the way out. Thread-safe; a frame
 * costs up to twice its size beside itself.
 */
public final class FrameEncoder {
  /** What it codes into, the syntaxes that most others decode first. */
  public static final List<String> SYNTAXES =
      List.of(Uids.JPEGLS_LOSSLESS, Uids.JPEG2000_LOSSLESS, Uids.RLE_LOSSLESS);

  /** Sizes that JPEG-LS and JPEG 2000 are asked for: samples of two bits to two bytes. */
  private static final int LEAST_BITS = 2;

  private static final int MOST_BITS = 16;

  private final ForeignCodecs foreign;

  /** An encoder that leaves JPEG-LS and JPEG 2000 to these. */
  public FrameEncoder(ForeignCodecs foreign) {
    this.foreign = foreign;
  }

  /** Codes a frame into one of {@link #SYNTAXES}. */
  public Encoding encode(NativeFrame frame, TransferSyntax syntax) {
    return switch (syntax.uid()) {
      case Uids.RLE_LOSSLESS -> new EncodedFrame(frame.photometric(), RleEncoder.encode(frame));
      // Decoders of JPEG-LS make bytes of up to eight bits, which these cells are not.
      case Uids.JPEGLS_LOSSLESS ->
          frame.description().cellBits() == 16 && frame.description().bitsStored() <= 8
              ? new Undecodable(Reason.NOT_KEPT)
              : foreign(Library.CHARLS, frame);
      case Uids.JPEG2000_LOSSLESS -> foreign(Library.OPENJPEG, frame);
      default -> new Undecodable(Reason.NOT_SUPPORTED);
    };
  }

  private Encoding foreign(Library library, NativeFrame frame) {
    return isAllStored(frame) ? foreign.encode(library, frame) : new Undecodable(Reason.NOT_KEPT);
  }

  /**
   * Whether Bits Stored are all there is in the cells: those code streams have no others. Above
   * signed samples their sign may go on or not, which is the same value.
   */
  private static boolean isAllStored(NativeFrame frame) {
    PixelDescription d = frame.description();
    int bits = d.bitsStored();
    if (bits < LEAST_BITS || bits > MOST_BITS || d.highBit() != bits - 1) {
      return false;
    }
    int width = d.cellBits() / 8;
    if (width > 2) {
      return false;
    }
    int cell = d.cellBits();
    byte[] bytes = frame.bytes();
    for (int i = 0; i < bytes.length; i += width) {
      int value = (bytes[i] & 0xFF) | (width == 2 ? (bytes[i + 1] & 0xFF) << 8 : 0);
      int above = value >>> bits;
      boolean extended =
          d.signed() && (value >>> (bits - 1) & 1) == 1 && above == (1 << (cell - bits)) - 1;
      if (above != 0 && !extended) {
        return false;
      }
    }
    return true;
  }
}
