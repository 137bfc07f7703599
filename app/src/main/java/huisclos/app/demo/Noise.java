package huisclos.app.demo;

import java.util.SplittableRandom;

/**
 * Smooth, band-limited noise in space: Gaussian-filtered white noise on a periodic grid, mean 0 and
 * standard deviation 1. A filtered grid and not the usual lattice noise, because it is isotropic
 * (no blocks along the axes, which an eye finds at once in an image) and one lookup costs eight
 * reads.
 *
 * <p>Immutable and thread-safe.
 */
final class Noise {
  private static final int SIZE = 64;
  private static final int MASK = SIZE - 1;
  private static final int CELLS = SIZE * SIZE * SIZE;

  /** Grid cells in one feature (about one bump or dent), so callers think in features. */
  private static final float CELLS_PER_FEATURE = 5f;

  private static final double SIGMA = 1.6;
  private static final int REACH = 5;

  private final float[] grid;

  Noise(long seed) {
    var random = new SplittableRandom(seed);
    var white = new float[CELLS];
    for (int i = 0; i < CELLS; i++) {
      white[i] = (float) (random.nextDouble() - 0.5);
    }
    float[] other = new float[CELLS];
    blur(white, other, 0);
    blur(other, white, 6);
    blur(white, other, 12);
    normalise(other);
    grid = other;
  }

  /** The noise at a place given in features; it repeats after {@code 64 / 5} features. */
  float at(float x, float y, float z) {
    float gx = x * CELLS_PER_FEATURE;
    float gy = y * CELLS_PER_FEATURE;
    float gz = z * CELLS_PER_FEATURE;
    int ix = floor(gx);
    int iy = floor(gy);
    int iz = floor(gz);
    float fx = gx - ix;
    float fy = gy - iy;
    float fz = gz - iz;
    int x0 = ix & MASK;
    int x1 = (ix + 1) & MASK;
    int y0 = (iy & MASK) << 6;
    int y1 = ((iy + 1) & MASK) << 6;
    int z0 = (iz & MASK) << 12;
    int z1 = ((iz + 1) & MASK) << 12;
    float a = mix(grid[z0 | y0 | x0], grid[z0 | y0 | x1], fx);
    float b = mix(grid[z0 | y1 | x0], grid[z0 | y1 | x1], fx);
    float c = mix(grid[z1 | y0 | x0], grid[z1 | y0 | x1], fx);
    float d = mix(grid[z1 | y1 | x0], grid[z1 | y1 | x1], fx);
    return mix(mix(a, b, fy), mix(c, d, fy), fz);
  }

  /** Octaves of {@link #at}, each twice as fine and half as strong; deviation about 1. */
  float rough(float x, float y, float z, int octaves) {
    float sum = 0;
    float weight = 0.86f;
    for (int i = 0; i < octaves; i++) {
      sum += weight * at(x, y, z);
      weight *= 0.5f;
      x = x * 2.03f + 1.7f;
      y = y * 2.03f + 4.1f;
      z = z * 2.03f + 2.9f;
    }
    return sum;
  }

  private static float mix(float a, float b, float t) {
    return a + (b - a) * t;
  }

  private static int floor(float v) {
    int i = (int) v;
    return v < i ? i - 1 : i;
  }

  /** One axis of the separable Gaussian; {@code shift} is the axis' place in the index. */
  private static void blur(float[] from, float[] to, int shift) {
    float[] kernel = new float[2 * REACH + 1];
    for (int k = -REACH; k <= REACH; k++) {
      kernel[k + REACH] = (float) Math.exp(-k * k / (2 * SIGMA * SIGMA));
    }
    int keep = ~(MASK << shift);
    for (int i = 0; i < CELLS; i++) {
      int here = i >> shift;
      float sum = 0;
      for (int k = -REACH; k <= REACH; k++) {
        sum += kernel[k + REACH] * from[(i & keep) | (((here + k) & MASK) << shift)];
      }
      to[i] = sum;
    }
  }

  private static void normalise(float[] values) {
    double sum = 0;
    double squares = 0;
    for (float v : values) {
      sum += v;
      squares += (double) v * v;
    }
    double mean = sum / CELLS;
    double deviation = Math.sqrt(squares / CELLS - mean * mean);
    for (int i = 0; i < CELLS; i++) {
      values[i] = (float) ((values[i] - mean) / deviation);
    }
  }
}
