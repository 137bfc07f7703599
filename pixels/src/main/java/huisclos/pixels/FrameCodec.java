package huisclos.pixels;

import huisclos.dicom.TransferSyntax;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;

/**
 * Frames decoded and coded again, {@link PixelLimits#TRANSCODED_AT_ONCE} at a time. Thread-safe.
 */
public final class FrameCodec {
  private final FrameDecoder decoder;
  private final FrameEncoder encoder;
  private final Semaphore places = new Semaphore(PixelLimits.TRANSCODED_AT_ONCE, true);

  /** One with these. */
  public FrameCodec(FrameDecoder decoder, FrameEncoder encoder) {
    this.decoder = decoder;
    this.encoder = encoder;
  }

  /**
   * Converts a frame. Waits for a place.
   *
   * @param description of the pixel data that it is stored among
   * @param stored the frame
   * @param to uncompressed, or one of {@link FrameEncoder#SYNTAXES}
   */
  public FrameConversion convert(PixelDescription description, byte[] stored, TransferSyntax to) {
    TreeMap<Integer, byte[]> one = new TreeMap<>();
    one.put(0, stored);
    FrameSource source = FrameSource.of(description, one);
    places.acquireUninterruptibly();
    try {
      return switch (decoder.decodeNative(source, 0)) {
        case Undecodable why -> why;
        case NativeFrame frame ->
            to.encapsulated()
                ? coded(frame, to)
                : new ConvertedFrame(frame, frame.photometric(), frame.bytes());
      };
    } finally {
      places.release();
    }
  }

  private FrameConversion coded(NativeFrame frame, TransferSyntax to) {
    return switch (encoder.encode(frame, to)) {
      case EncodedFrame coded -> new ConvertedFrame(frame, coded.photometric(), coded.bytes());
      case Undecodable why -> why;
    };
  }
}
