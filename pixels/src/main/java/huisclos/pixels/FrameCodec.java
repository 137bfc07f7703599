package huisclos.pixels;

import huisclos.dicom.TransferSyntax;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;

/** Frames decoded and coded again, a few at a time. Thread-safe. */
final class FrameCodec {
  /** A frame on its way from one syntax into another. */
  sealed interface Frame permits Uncompressed, Coded, Refused {}

  record Uncompressed(NativeFrame frame) implements Frame {}

  /** A coded frame, and what it was before. */
  record Coded(NativeFrame frame, EncodedFrame coded) implements Frame {}

  record Refused(Undecodable why) implements Frame {}

  private final FrameDecoder decoder;
  private final FrameEncoder encoder;
  private final Semaphore places;

  FrameCodec(FrameDecoder decoder, FrameEncoder encoder, Semaphore places) {
    this.decoder = decoder;
    this.encoder = encoder;
    this.places = places;
  }

  /** Waits for a place. */
  Frame convert(PixelDescription description, byte[] stored, TransferSyntax to) {
    TreeMap<Integer, byte[]> one = new TreeMap<>();
    one.put(0, stored);
    FrameSource source = FrameSource.of(description, one);
    places.acquireUninterruptibly();
    try {
      return switch (decoder.decodeNative(source, 0)) {
        case Undecodable why -> new Refused(why);
        case NativeFrame frame -> to.encapsulated() ? coded(frame, to) : new Uncompressed(frame);
      };
    } finally {
      places.release();
    }
  }

  private Frame coded(NativeFrame frame, TransferSyntax to) {
    return switch (encoder.encode(frame, to)) {
      case EncodedFrame coded -> new Coded(frame, coded);
      case Undecodable why -> new Refused(why);
    };
  }
}
