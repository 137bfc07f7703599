package huisclos.pixels.codec;

/**
 * Chroma of half the width, or half of both, enlarged: each sample weighs three quarters, its
 * nearer neighbour one, as the IJG's decoder does it, so that colours don't come in steps.
 */
final class JpegChroma {
  private JpegChroma() {}

  /**
   * The component in the frame's size.
   *
   * @param tall whether its height is halved too
   */
  static short[] enlarged(
      short[] samples, int stride, JpegComponent component, JpegFrame frame, boolean tall) {
    short[] enlarged = new short[frame.rows() * frame.columns()];
    int[] line = new int[component.width];
    for (int y = 0; y < frame.rows(); y++) {
      int own = tall ? y / 2 : y;
      int beside = Math.clamp(y % 2 == 0 ? own - 1L : own + 1L, 0, component.height - 1);
      for (int x = 0; x < line.length; x++) {
        int value = samples[own * stride + x];
        line[x] = tall ? 3 * value + samples[beside * stride + x] : value;
      }
      widen(line, enlarged, y * frame.columns(), frame.columns(), tall ? 4 : 2);
    }
    return enlarged;
  }

  private static void widen(int[] line, short[] out, int to, int columns, int shift) {
    int upper = shift == 4 ? 8 : 1;
    int lower = shift == 4 ? 7 : 2;
    int last = line.length - 1;
    for (int x = 0; x < columns; x++) {
      int own = line[x / 2];
      int beside = line[Math.clamp(x % 2 == 0 ? x / 2 - 1L : x / 2 + 1L, 0, last)];
      out[to + x] = (short) ((3 * own + beside + (x % 2 == 0 ? upper : lower)) >> shift);
    }
  }
}
