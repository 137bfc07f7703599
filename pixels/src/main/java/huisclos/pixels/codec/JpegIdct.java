package huisclos.pixels.codec;

import java.util.Arrays;

/** The inverse cosine transform of a block (T.81 §A.3.3), by Loeffler, Ligtenberg and Moschytz. */
final class JpegIdct {
  private static final int[] ZIGZAG = {
    0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20,
    13, 6, 7, 14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59,
    52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63
  };

  private static final int SCALE = 13;

  private final int[] block = new int[64];

  /** Fraction bits kept between the passes: fewer where samples have more. */
  private final int kept;

  private final int precision;

  private JpegIdct(int precision) {
    this.precision = precision;
    this.kept = precision == 8 ? 2 : 1;
  }

  /** The samples of a component, {@code blocksWide × 8} a row. */
  static short[] samples(JpegComponent component, int[] table, int precision) {
    JpegIdct idct = new JpegIdct(precision);
    int stride = component.blocksWide * 8;
    short[] samples = new short[component.values.length];
    for (int y = 0; y < component.blocksHigh; y++) {
      for (int x = 0; x < component.blocksWide; x++) {
        int at = (y * component.blocksWide + x) * 64;
        idct.block(component.values, at, table);
        idct.put(samples, y * 8 * stride + x * 8, stride);
      }
    }
    return samples;
  }

  private void block(short[] in, int at, int[] table) {
    boolean flat = true;
    for (int k = 0; k < 64; k++) {
      int value = in[at + k];
      flat &= value == 0 || k == 0;
      block[ZIGZAG[k]] = value * table[k];
    }
    if (flat) {
      Arrays.fill(block, (block[0] + 4) >> 3);
      return;
    }
    for (int i = 0; i < 8; i++) {
      line(i, 8, SCALE - kept);
    }
    for (int i = 0; i < 64; i += 8) {
      line(i, 1, SCALE + kept + 3);
    }
  }

  private void put(short[] out, int to, int stride) {
    int middle = 1 << (precision - 1);
    int max = (1 << precision) - 1;
    for (int i = 0; i < 64; i++) {
      out[to + (i >> 3) * stride + (i & 7)] = (short) Math.clamp(block[i] + middle, 0, max);
    }
  }

  /** One dimension, in integers: constants are scaled by 2^13, the result by 2^-shift. */
  private void line(int at, int step, int shift) {
    int[] b = block;
    int half = 1 << (shift - 1);
    int even2 = b[at + 2 * step];
    int even6 = b[at + 6 * step];
    int z = (even2 + even6) * 4433;
    int t2 = z - even6 * 15137;
    int t3 = z + even2 * 6270;
    int t0 = ((b[at] + b[at + 4 * step]) << SCALE) + half;
    int t1 = ((b[at] - b[at + 4 * step]) << SCALE) + half;
    int e0 = t0 + t3;
    int e3 = t0 - t3;
    int e1 = t1 + t2;
    int e2 = t1 - t2;
    int o7 = b[at + 7 * step];
    int o5 = b[at + 5 * step];
    int o3 = b[at + 3 * step];
    int o1 = b[at + step];
    int z5 = (o7 + o3 + o5 + o1) * 9633;
    int z1 = (o7 + o1) * -7373;
    int z2 = (o5 + o3) * -20995;
    int z3 = (o7 + o3) * -16069 + z5;
    int z4 = (o5 + o1) * -3196 + z5;
    o7 = o7 * 2446 + z1 + z3;
    o5 = o5 * 16819 + z2 + z4;
    o3 = o3 * 25172 + z2 + z3;
    o1 = o1 * 12299 + z1 + z4;
    b[at] = (e0 + o1) >> shift;
    b[at + 7 * step] = (e0 - o1) >> shift;
    b[at + step] = (e1 + o3) >> shift;
    b[at + 6 * step] = (e1 - o3) >> shift;
    b[at + 2 * step] = (e2 + o5) >> shift;
    b[at + 5 * step] = (e2 - o5) >> shift;
    b[at + 3 * step] = (e3 + o7) >> shift;
    b[at + 4 * step] = (e3 - o7) >> shift;
  }
}
