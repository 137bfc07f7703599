package huisclos.pixels.codec;

import huisclos.pixels.NativeFrame;
import huisclos.pixels.PixelDescription;

/** RLE (PS3.5 annex G): a segment for each byte of a sample, most significant first, by planes. */
public final class RleCodec {
  private static final int HEADER = 64;
  private static final int MAX_SEGMENTS = 15;

  private RleCodec() {}

  /** Decodes a frame. */
  public static NativeFrame decode(byte[] coded, PixelDescription d) throws DamagedFrameException {
    if (coded.length < HEADER) {
      throw new DamagedFrameException("The RLE header is cut short.");
    }
    int width = d.cellBits() / 8;
    int segments = int32(coded, 0);
    boolean packed = d.bitsAllocated() == 1;
    if (segments > MAX_SEGMENTS || segments != d.samplesPerPixel() * width) {
      throw new DamagedFrameException("The RLE header names another number of segments.");
    }
    byte[] cells = new byte[(int) d.decodedBytes()];
    int step = d.samplesPerPixel() * width;
    for (int s = 0; s < segments; s++) {
      int from = int32(coded, 4 + 4 * s);
      int to = s + 1 < segments ? int32(coded, 8 + 4 * s) : coded.length;
      if (from < HEADER || to < from || to > coded.length) {
        throw new DamagedFrameException("An RLE segment lies outside of the frame.");
      }
      if (packed) {
        byte[] bits = new byte[(int) ((d.frameBits() + 7) / 8)];
        expand(coded, from, to, bits, 0, 1);
        return NativeCodec.decode(bits, d);
      }
      int sample = s / width;
      int place = width - 1 - s % width;
      expand(coded, from, to, cells, sample * width + place, step);
    }
    return new NativeFrame(d, d.photometric(), cells);
  }

  /** PackBits (PS3.5 §G.3.1) of one segment, put at every {@code step}th byte. */
  private static void expand(byte[] in, int from, int to, byte[] out, int start, int step)
      throws DamagedFrameException {
    int at = from;
    int put = start;
    while (put < out.length) {
      if (at >= to) {
        throw new DamagedFrameException("An RLE segment ends early.");
      }
      int count = in[at++];
      if (count >= 0) {
        if (to - at < count + 1) {
          throw new DamagedFrameException("A literal run of RLE ends early.");
        }
        for (int i = 0; i <= count && put < out.length; i++, put += step) {
          out[put] = in[at + i];
        }
        at += count + 1;
      } else if (count != Byte.MIN_VALUE) {
        if (at >= to) {
          throw new DamagedFrameException("A replicate run of RLE ends early.");
        }
        byte value = in[at++];
        for (int i = 0; i <= -count && put < out.length; i++, put += step) {
          out[put] = value;
        }
      }
    }
  }

  private static int int32(byte[] bytes, int at) {
    return (bytes[at] & 0xFF)
        | (bytes[at + 1] & 0xFF) << 8
        | (bytes[at + 2] & 0xFF) << 16
        | (bytes[at + 3] & 0xFF) << 24;
  }
}
