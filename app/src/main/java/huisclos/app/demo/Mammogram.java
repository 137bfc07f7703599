package huisclos.app.demo;

import static huisclos.app.demo.Shapes.clamp;
import static huisclos.app.demo.Shapes.cover;
import static huisclos.app.demo.Shapes.length;
import static huisclos.app.demo.Shapes.ramp;

/** Mammograms of an invented breast, from above or obliquely. Immutable and thread-safe. */
final class Mammogram {
  static final int WIDTH = 1152;
  static final int HEIGHT = 1408;

  /** Millimetres from pixel to pixel. */
  static final float PIXEL_MM = 0.165f;

  /** Stored values lie in 12 bits. */
  static final int STORED_MAX = 4095;

  /** The texture is made at half the resolution and enlarged; the grain is not. */
  private static final int COARSE = 2;

  private static final float REACH = 128;
  private static final float HALF_HEIGHT = 96;

  private final Noise noise;
  private final Grain grain;

  Mammogram(Noise noise, Grain grain) {
    this.noise = noise;
    this.grain = grain;
  }

  /** Stored values; dense tissue bright, the chest wall on the patient's own side. */
  short[] image(boolean left, boolean oblique) {
    int wide = WIDTH / COARSE;
    int high = HEIGHT / COARSE;
    float[] shadow = new float[wide * high];
    float side = (left ? 3 : 0) + (oblique ? 0.7f : 0);
    for (int row = 0; row < high; row++) {
      float y = (row - high / 2f) * PIXEL_MM * COARSE;
      for (int column = 0; column < wide; column++) {
        // Millimetres from the chest wall towards the nipple.
        int from = left ? column : wide - 1 - column;
        shadow[row * wide + column] = shadow(from * PIXEL_MM * COARSE, y, side, oblique);
      }
    }
    float[] fine = Plane.enlarge(shadow, wide, high, WIDTH, HEIGHT);
    short[] out = new short[WIDTH * HEIGHT];
    int image = (left ? 2 : 0) + (oblique ? 1 : 0);
    for (int row = 0; row < HEIGHT; row++) {
      for (int column = 0; column < WIDTH; column++) {
        float v = fine[row * WIDTH + column];
        float quanta = v > 0.02f ? 42 * grain.at(column, row, image) : 0;
        out[row * WIDTH + column] = (short) clamp(60 + 3700 * v + quanta, 0, STORED_MAX);
      }
    }
    int x = left ? WIDTH - 190 : 50;
    Font5x7.draw(out, WIDTH, x, 60, 6, left ? "L" : "R", (short) 3600);
    Font5x7.draw(out, WIDTH, x + 50, 60, 6, oblique ? "MLO" : "CC", (short) 3600);
    return out;
  }

  private float shadow(float x, float y, float side, boolean oblique) {
    float tip = oblique ? 16 : 0;
    float half = y < tip ? HALF_HEIGHT + (oblique ? 40 : 4) : HALF_HEIGHT - 6;
    float v = (y - tip) / half;
    float full = 1 - (float) Math.pow(Math.abs(v), 2.3);
    float outline = REACH * (float) Math.sqrt(Math.max(0, full)) - x;
    float slope = REACH * Math.abs(v) / half * 1.3f;
    float depth = outline / (float) Math.sqrt(1 + slope * slope);
    float nipple = 5.5f - length((x - REACH - 1.5f) * 0.9f, y - tip, 0);
    if (nipple < -1 && (full <= 0 || depth < -2)) {
      return 0;
    }
    // Compressed flat, the breast thins out only near its border.
    float t = clamp(depth / 20, 0, 1);
    float thick = (float) Math.sqrt(t * (2 - t));
    float skin = ramp(depth, -0.4f, 0.6f) * ramp(depth, 2.4f, 1.2f);
    float value = ramp(depth, -0.4f, 1) * (0.10f + 0.17f * thick) + 0.10f * skin;
    value += thick * tissue(x, y - tip, depth, side);
    if (oblique) {
      value = pectoral(value, x, y, side);
    }
    return value + 0.30f * cover(nipple, 2) * ramp(nipple, -1, 3);
  }

  /** Glands, ligaments and ducts, which run towards the nipple. */
  private float tissue(float x, float y, float depth, float side) {
    float dx = REACH + 6 - x;
    float r = length(dx, y, 0);
    float turn = (float) Math.atan2(y, dx);
    float across = turn * 3.4f;
    float along = r / 42;
    float glands =
        0.75f * noise.rough(across, along, side, 4) + 0.45f * noise.rough(x / 9, y / 9, side, 2);
    float disc = length((x - 66) / 48, (y + 4) / 50, 0);
    float dense = ramp(disc, 1.35f, 0.35f) * ramp(depth, 4, 22);
    float lobes = cover(glands + 1.5f * dense - 0.85f, 1.9f);
    float strands = 1 - Math.abs(noise.rough(across * 1.9f + 7, along * 1.7f, side + 4, 2));
    strands = ramp(strands, 0.72f, 1) * (0.35f + 0.65f * dense);
    float ducts = 1 - Math.abs(noise.at(turn * 9, r / 70, side + 9));
    ducts = ramp(ducts, 0.8f, 1) * ramp(r, 48, 14);
    float clouds = 0.05f * noise.at(x / 30, y / 30, side);
    return lobes * (0.16f + 0.27f * dense)
        + 0.11f * strands
        + 0.10f * ducts
        + clouds
        + calcifications(x, y, side);
  }

  /** A few harmless, round calcifications in the right breast. */
  private static float calcifications(float x, float y, float side) {
    if (side > 2) {
      return 0;
    }
    float a = 0.55f - length(x - 52, y + 22, 0);
    float b = 0.45f - length(x - 55.5f, y + 19, 0);
    float c = 0.8f - length(x - 84, y - 18, 0);
    return 0.5f * cover(Math.max(a, Math.max(b, c)), 0.5f);
  }

  /** The chest muscle in the upper corner of an oblique view. */
  private float pectoral(float under, float x, float y, float side) {
    float inside = 46 - x - 0.42f * (y + HALF_HEIGHT) + 1.5f * noise.at(y / 40, 1, side);
    float fibres = 0.014f * noise.at((x + 0.4f * y) / 3, (y - 0.4f * x) / 40, side + 6);
    return Shapes.over(under, 0.66f + fibres, 0.85f * cover(inside, 5));
  }
}
