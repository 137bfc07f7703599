package huisclos.pixels.codec;

import huisclos.pixels.NativeFrame;
import huisclos.pixels.PixelDescription;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Deflated Image Frame Compression: each frame a raw deflate stream (PS3.5 §A.4.13). */
public final class DeflateCodec {
  private DeflateCodec() {}

  /** Decodes a frame; what a stream holds beyond one is not looked at. */
  public static NativeFrame decode(byte[] coded, PixelDescription d) throws DamagedFrameException {
    byte[] bytes = new byte[(int) ((d.frameBits() + 7) / 8)];
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(coded);
      int filled = 0;
      while (filled < bytes.length) {
        int count = inflater.inflate(bytes, filled, bytes.length - filled);
        if (count == 0) {
          throw new DamagedFrameException("The deflated frame ends early.");
        }
        filled += count;
      }
      return NativeCodec.decode(bytes, d);
    } catch (DataFormatException e) {
      throw new DamagedFrameException("The frame is no deflate stream.");
    } finally {
      inflater.end();
    }
  }
}
