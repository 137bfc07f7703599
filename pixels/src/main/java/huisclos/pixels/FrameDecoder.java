package huisclos.pixels;

import huisclos.pixels.Decoding.Decoded;
import huisclos.pixels.ForeignCodecs.Library;
import huisclos.pixels.Undecodable.Reason;
import huisclos.pixels.codec.DamagedFrameException;
import huisclos.pixels.codec.DeflateCodec;
import huisclos.pixels.codec.JpegCodec;
import huisclos.pixels.codec.NativeCodec;
import huisclos.pixels.codec.RleCodec;
import java.util.Optional;

/**
 * Decodes frames of hostile origin: within {@link PixelLimits}, whatever the bytes say.
 * Thread-safe; a frame costs up to three times its decoded size while it is decoded.
 */
public final class FrameDecoder {
  private final ForeignCodecs foreign;

  /** A decoder that leaves JPEG-LS and JPEG 2000 to these. */
  public FrameDecoder(ForeignCodecs foreign) {
    this.foreign = foreign;
  }

  /** Decodes the frame of this number (from 0) to samples. */
  public Decoding decode(FrameSource source, int frame) {
    return switch (decodeNative(source, frame)) {
      case NativeFrame decoded -> new Decoded(decoded.decoded());
      case Undecodable undecodable -> undecodable;
    };
  }

  /** Decodes such a frame to the bytes that uncompressed pixel data would have. */
  public NativeDecoding decodeNative(FrameSource source, int frame) {
    PixelDescription description = source.description();
    Optional<byte[]> bytes = source.frame(frame);
    if (bytes.isEmpty()) {
      return new Undecodable(Reason.NO_SUCH_FRAME);
    }
    Optional<Codecs> codec = Codecs.of(description.syntax());
    if (codec.isEmpty()) {
      return new Undecodable(Reason.NOT_SUPPORTED);
    }
    if (description.samples() > PixelLimits.MAX_SAMPLES
        || bytes.get().length > PixelLimits.MAX_FRAME_BYTES) {
      return new Undecodable(Reason.TOO_LARGE);
    }
    try {
      return decode(codec.get(), bytes.get(), description);
    } catch (DamagedFrameException e) {
      return new Undecodable(Reason.DAMAGED);
    }
  }

  private NativeDecoding decode(Codecs codec, byte[] bytes, PixelDescription description)
      throws DamagedFrameException {
    return switch (codec) {
      case NATIVE -> NativeCodec.decode(bytes, description);
      case DEFLATED -> DeflateCodec.decode(bytes, description);
      case RLE -> RleCodec.decode(bytes, description);
      case JPEG -> JpegCodec.decode(bytes, description);
      case JPEG_LS -> foreign.decode(Library.CHARLS, bytes, description);
      case JPEG_2000 -> foreign.decode(Library.OPENJPEG, bytes, description);
    };
  }
}
