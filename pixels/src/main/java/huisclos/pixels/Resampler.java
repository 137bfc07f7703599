package huisclos.pixels;

/**
 * Scales a region of a picture: linear between pixels when it grows, averaged over all that fall
 * together when it shrinks. First along rows, then along columns.
 */
final class Resampler {
  private Resampler() {}

  /** Of each output position: the first source position and the weights from there on. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Weights(int[] first, float[][] weights) {}

  static Picture resample(Picture picture, Geometry g) {
    Weights across = weights(picture.width(), g.left(), g.regionWidth(), g.width(), g.mirroredX());
    Weights down = weights(picture.height(), g.top(), g.regionHeight(), g.height(), g.mirroredY());
    int bands = picture.bands();
    byte[] out = new byte[g.width() * g.height() * bands];
    float[] row = new float[picture.width() * bands];
    for (int y = 0; y < g.height(); y++) {
      column(picture, down.first()[y], down.weights()[y], row);
      for (int x = 0; x < g.width(); x++) {
        float[] w = across.weights()[x];
        for (int band = 0; band < bands; band++) {
          float sum = 0;
          int at = across.first()[x] * bands + band;
          for (float weight : w) {
            sum += weight * row[at];
            at += bands;
          }
          out[(y * g.width() + x) * bands + band] = (byte) Math.min(255, (int) (sum + 0.5f));
        }
      }
    }
    return new Picture(g.width(), g.height(), bands, out);
  }

  /** The weighted sum of some source rows. */
  private static void column(Picture picture, int first, float[] weights, float[] row) {
    int at = first * row.length;
    byte[] samples = picture.samples();
    for (int i = 0; i < row.length; i++) {
      row[i] = weights[0] * (samples[at + i] & 0xFF);
    }
    for (int k = 1; k < weights.length; k++) {
      at += row.length;
      float weight = weights[k];
      for (int i = 0; i < row.length; i++) {
        row[i] += weight * (samples[at + i] & 0xFF);
      }
    }
  }

  private static Weights weights(
      int source, double start, double length, int target, boolean mirrored) {
    int[] first = new int[target];
    float[][] weights = new float[target][];
    double scale = length / target;
    double reach = Math.max(1, scale);
    for (int i = 0; i < target; i++) {
      double center = start + ((mirrored ? target - 1 - i : i) + 0.5) * scale - 0.5;
      int from = Math.clamp((long) Math.floor(center - reach) + 1, 0, source - 1);
      int to = Math.clamp((long) Math.ceil(center + reach) - 1, from, source - 1);
      first[i] = from;
      weights[i] = normalised(from, to, center, reach);
    }
    return new Weights(first, weights);
  }

  private static float[] normalised(int from, int to, double center, double reach) {
    float[] weights = new float[to - from + 1];
    double sum = 0;
    for (int k = from; k <= to; k++) {
      double weight = Math.max(0, 1 - Math.abs(k - center) / reach);
      weights[k - from] = (float) weight;
      sum += weight;
    }
    for (int k = 0; k < weights.length; k++) {
      weights[k] = sum == 0 ? 1f / weights.length : (float) (weights[k] / sum);
    }
    return weights;
  }
}
