package huisclos.pixels;

import huisclos.pixels.Undecodable.Reason;

/** The codecs that are not written in Java: they run in a process of their own. Thread-safe. */
public interface ForeignCodecs {
  /** None: what needs them is not supported. */
  ForeignCodecs NONE = (_, _, _) -> new Undecodable(Reason.NOT_SUPPORTED);

  /** A native library. */
  enum Library {
    /** JPEG 2000, High-Throughput too. */
    OPENJPEG,
    /** JPEG-LS. */
    CHARLS
  }

  /**
   * Decodes a frame. Waits for a process, and for it to finish, at most {@link
   * PixelLimits#DECODER_TIME} each.
   */
  NativeDecoding decode(Library library, byte[] coded, PixelDescription description);

  /**
   * Codes a frame without loss: JPEG 2000 turns RGB into YBR_RCT. Waits like {@link #decode}.
   *
   * @param frame one that {@link FrameEncoder} has found to fit
   */
  default Encoding encode(Library library, NativeFrame frame) {
    return new Undecodable(Reason.NOT_SUPPORTED);
  }
}
