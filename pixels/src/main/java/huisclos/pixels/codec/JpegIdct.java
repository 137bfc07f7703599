package huisclos.pixels.codec;

/** The inverse cosine transform of a block (T.81 §A.3.3), by Loeffler, Ligtenberg and Moschytz. */
final class JpegIdct {
  private static final int[] ZIGZAG = {
    0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20,
    13, 6, 7, 14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59,
    52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63
  };

  private final float[] block = new float[64];

  /** The samples of a component, {@code blocksWide × 8} a row. */
  static short[] samples(JpegComponent component, int[] table, int precision) {
    JpegIdct idct = new JpegIdct();
    int stride = component.blocksWide * 8;
    short[] samples = new short[component.values.length];
    for (int y = 0; y < component.blocksHigh; y++) {
      for (int x = 0; x < component.blocksWide; x++) {
        int at = (y * component.blocksWide + x) * 64;
        idct.block(component.values, at, table, samples, y * 8 * stride + x * 8, stride, precision);
      }
    }
    return samples;
  }

  private void block(
      short[] in, int at, int[] table, short[] out, int to, int stride, int precision) {
    boolean flat = true;
    for (int k = 0; k < 64; k++) {
      int value = in[at + k];
      flat &= value == 0 || k == 0;
      block[ZIGZAG[k]] = value * table[k];
    }
    int middle = 1 << (precision - 1);
    int max = (1 << precision) - 1;
    if (flat) {
      short level = clamp(block[0] / 8 + middle, max);
      for (int y = 0; y < 8; y++) {
        java.util.Arrays.fill(out, to + y * stride, to + y * stride + 8, level);
      }
      return;
    }
    for (int i = 0; i < 8; i++) {
      line(i, 8);
    }
    for (int i = 0; i < 64; i += 8) {
      line(i, 1);
    }
    for (int y = 0; y < 8; y++) {
      for (int x = 0; x < 8; x++) {
        out[to + y * stride + x] = clamp(block[y * 8 + x] / 8 + middle, max);
      }
    }
  }

  private static short clamp(float value, int max) {
    return (short) Math.clamp((int) Math.floor(value + 0.5f), 0, max);
  }

  private void line(int at, int step) {
    float[] b = block;
    float even2 = b[at + 2 * step];
    float even6 = b[at + 6 * step];
    float z = (even2 + even6) * 0.541196100f;
    float t2 = z - even6 * 1.847759065f;
    float t3 = z + even2 * 0.765366865f;
    float t0 = b[at] + b[at + 4 * step];
    float t1 = b[at] - b[at + 4 * step];
    float e0 = t0 + t3;
    float e3 = t0 - t3;
    float e1 = t1 + t2;
    float e2 = t1 - t2;
    float o7 = b[at + 7 * step];
    float o5 = b[at + 5 * step];
    float o3 = b[at + 3 * step];
    float o1 = b[at + step];
    float z5 = (o7 + o3 + o5 + o1) * 1.175875602f;
    float z1 = (o7 + o1) * -0.899976223f;
    float z2 = (o5 + o3) * -2.562915447f;
    float z3 = (o7 + o3) * -1.961570560f + z5;
    float z4 = (o5 + o1) * -0.390180644f + z5;
    o7 = o7 * 0.298631336f + z1 + z3;
    o5 = o5 * 2.053119869f + z2 + z4;
    o3 = o3 * 3.072711026f + z2 + z3;
    o1 = o1 * 1.501321110f + z1 + z4;
    b[at] = e0 + o1;
    b[at + 7 * step] = e0 - o1;
    b[at + step] = e1 + o3;
    b[at + 6 * step] = e1 - o3;
    b[at + 2 * step] = e2 + o5;
    b[at + 5 * step] = e2 - o5;
    b[at + 3 * step] = e3 + o7;
    b[at + 4 * step] = e3 - o7;
  }
}
