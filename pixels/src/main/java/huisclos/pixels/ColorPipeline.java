package huisclos.pixels;

/** Colour samples to eight bits of red, green and blue (PS3.3 §C.7.6.3.1.2). */
final class ColorPipeline {
  private ColorPipeline() {}

  /** A frame of PALETTE COLOR. */
  static Picture palette(DecodedFrame pixels, Palette palette) {
    int count = pixels.pixels();
    byte[] out = new byte[count * 3];
    for (int i = 0; i < count; i++) {
      int stored = pixels.samples().at(i);
      for (int band = 0; band < 3; band++) {
        out[3 * i + band] = palette.at(band, stored);
      }
    }
    return new Picture(pixels.columns(), pixels.rows(), 3, out);
  }

  /** A frame whose samples are red, green and blue already. */
  static Picture rgb(DecodedFrame pixels) {
    return new Picture(pixels.columns(), pixels.rows(), 3, eightBits(pixels));
  }

  /** A frame of luminance and two chrominances over the full range (ITU-T T.871). */
  static Picture ybrFull(DecodedFrame pixels) {
    byte[] out = eightBits(pixels);
    for (int i = 0; i < out.length; i += 3) {
      int y = (out[i] & 0xFF) << 16;
      int cb = (out[i + 1] & 0xFF) - 128;
      int cr = (out[i + 2] & 0xFF) - 128;
      out[i] = clamp(y + 91_881 * cr);
      out[i + 1] = clamp(y - 22_554 * cb - 46_802 * cr);
      out[i + 2] = clamp(y + 116_130 * cb);
    }
    return new Picture(pixels.columns(), pixels.rows(), 3, out);
  }

  /** The same from 16 to 235, chrominances to 240 (ITU-R BT.601). */
  static Picture ybrPartial(DecodedFrame pixels) {
    byte[] out = eightBits(pixels);
    for (int i = 0; i < out.length; i += 3) {
      int y = 76_309 * ((out[i] & 0xFF) - 16);
      int cb = (out[i + 1] & 0xFF) - 128;
      int cr = (out[i + 2] & 0xFF) - 128;
      out[i] = clamp(y + 104_597 * cr);
      out[i + 1] = clamp(y - 25_675 * cb - 53_279 * cr);
      out[i + 2] = clamp(y + 132_201 * cb);
    }
    return new Picture(pixels.columns(), pixels.rows(), 3, out);
  }

  /** From 16 bits of fraction to a byte, rounded. */
  private static byte clamp(int fixed) {
    return (byte) Math.clamp((fixed + (1 << 15)) >> 16, 0, 255);
  }

  private static byte[] eightBits(DecodedFrame pixels) {
    int count = pixels.pixels() * 3;
    byte[] out = new byte[count];
    int bits = pixels.bitsStored();
    long offset = pixels.signed() ? 1L << (bits - 1) : 0;
    for (int i = 0; i < count; i++) {
      long value = SampleLoops.at(pixels, i) + offset;
      out[i] = (byte) (bits >= 8 ? value >> (bits - 8) : value * 255 / ((1L << bits) - 1));
    }
    return out;
  }
}
