package huisclos.app.demo;

import java.util.SplittableRandom;

/**
 * The noise of a detector: a periodic tile of Gaussian noise, deviation 1, a little correlated
 * between neighbours as after a reconstruction kernel. A pixel's noise is one read.
 *
 * <p>Immutable and thread-safe.
 */
final class Grain {
  private static final int SIZE = 512;
  private static final int MASK = SIZE - 1;

  private final float[] tile = new float[SIZE * SIZE];

  /**
   * @param correlation weight of the four direct neighbours beside a pixel's own 1 (0 is white)
   */
  Grain(long seed, float correlation) {
    var random = new SplittableRandom(seed);
    float[] white = new float[SIZE * SIZE];
    for (int i = 0; i < white.length; i++) {
      // Four uniforms make a bell that is near enough and far cheaper than a true Gaussian.
      long bits = random.nextLong();
      int sum =
          (int) (bits & 0xFFFF)
              + (int) (bits >>> 16 & 0xFFFF)
              + (int) (bits >>> 32 & 0xFFFF)
              + (int) (bits >>> 48);
      white[i] = (sum - 131070) * (1f / 37837f);
    }
    float norm = (float) (1 / Math.sqrt(1 + 4 * correlation * correlation));
    for (int y = 0; y < SIZE; y++) {
      for (int x = 0; x < SIZE; x++) {
        float cross =
            white[index(x - 1, y)]
                + white[index(x + 1, y)]
                + white[index(x, y - 1)]
                + white[index(x, y + 1)];
        tile[index(x, y)] = norm * (white[index(x, y)] + correlation * cross);
      }
    }
  }

  /** The noise of a pixel of one image; {@code image} moves the tile so that images differ. */
  float at(int x, int y, int image) {
    return tile[index(x + image * 193, y + image * 71)];
  }

  private static int index(int x, int y) {
    return (y & MASK) * SIZE + (x & MASK);
  }
}
