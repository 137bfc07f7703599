package huisclos.app.demo;

import static huisclos.app.demo.Shapes.clamp;
import static huisclos.app.demo.Shapes.cover;

import java.util.List;

/**
 * A chest radiograph, from the front: the soft tissues of {@link ChestFields} summed along the
 * beam, then bones and vessels added as shadows. Immutable and thread-safe.
 */
final class ChestRadiograph {
  /** Stored values lie in 12 bits. */
  static final int STORED_MAX = 4095;

  /** The detector's side, mm, and the height of its lower border. */
  private static final float FIELD = 350;

  private static final float BOTTOM = -58;

  private static final int COARSE = 150;
  private static final int FINE = 800;
  private static final float BEAM_STEP = 7;
  private static final float LUNG_ABSORPTION = 0.24f;

  private final ChestVariant variant;
  private final Noise noise;
  private final Grain grain;
  private final ChestFields fields;
  private final List<Tube> vessels;

  ChestRadiograph(long seed, ChestVariant variant, Noise noise, Grain grain) {
    this.variant = variant;
    this.noise = noise;
    this.grain = grain;
    fields = new ChestFields(variant, noise);
    vessels = VesselTree.grow(fields, seed);
  }

  /** Stored values, {@code size} squared, bones bright. */
  short[] image(int size) {
    float[] shadow = Plane.enlarge(soft(), COARSE, COARSE, FINE, FINE);
    var plane = new Plane(shadow, FINE, FIELD, BOTTOM);
    new RadiographBones(plane, noise).draw();
    for (Tube t : vessels) {
      plane.tube(t, 0.75f);
    }
    if (variant.nodule()) {
      plane.tube(new Tube(-74, 0, 165, 7.5f, -73, 0, 165, 7.5f), 0.7f);
    }
    return develop(plane, size);
  }

  /** Millimetres of water along each beam. */
  private float[] soft() {
    float[] sum = new float[COARSE * COARSE];
    float[] f = new float[ChestFields.COUNT];
    for (int row = 0; row < COARSE; row++) {
      float z = BOTTOM + FIELD * (COARSE - 1 - row) / (COARSE - 1);
      for (int column = 0; column < COARSE; column++) {
        float x = FIELD * (column / (COARSE - 1f) - 0.5f);
        sum[row * COARSE + column] = beam(x, z, f);
      }
    }
    return sum;
  }

  private float beam(float x, float z, float[] f) {
    float total = 0;
    for (float y = -114; y < 124; y += BEAM_STEP) {
      float here = cover(standing(x, y, z), 6);
      if (here <= 0) {
        continue;
      }
      if (ChestFields.cavity(x, y, z) < -4) {
        total += here;
        continue;
      }
      fields.soft(x, y, z, 0, f);
      float lung = cover(f[ChestFields.LUNG], 4);
      float air = cover(f[ChestFields.AIRWAY], 3);
      float gas = x > 20 && y < 0 ? bubble(x, y, z) : 0;
      total += here * (1 - lung * (1 - LUNG_ABSORPTION)) * (1 - 0.8f * Math.max(air, gas));
    }
    return total * BEAM_STEP;
  }

  /** Distance inside a body whose arms hang down: shoulders slope up to the neck. */
  private static float standing(float x, float y, float z) {
    float trunk = ChestFields.body(x, y, Math.min(z, 215));
    float slope = 0.85f * (300 - 0.34f * Math.max(0, Math.abs(x) - 50) - z);
    float flat = slope - 0.36f * Math.abs(y - 10);
    float neck = 58 - Shapes.length(x, 0.9f * (y - 14), 0);
    return Shapes.join(Math.min(trunk, flat), Math.min(neck, trunk), 12);
  }

  /** The gas in the stomach, under the left dome. */
  private float bubble(float x, float y, float z) {
    float under = fields.dome(x, y) - 7 - z;
    return cover(Math.min(Shapes.ellipsoid(x - 62, y + 34, z - 24, 30, 30, 17), under), 4);
  }

  private short[] develop(Plane plane, int size) {
    short[] out = new short[size * size];
    float scale = (FINE - 1f) / (size - 1);
    int border = size / 60;
    for (int row = 0; row < size; row++) {
      for (int column = 0; column < size; column++) {
        boolean shut =
            row < border || column < border || row >= size - border || column >= size - border;
        float v = plane.at(column * scale, row * scale);
        // Display processing as the makers do it: an S-shaped curve on the logarithmic signal.
        float t = clamp((v - 22) / 212, 0, 1.25f);
        float tone = t * t * (1.95f - 0.85f * t) * 0.86f;
        float quanta = grain.at(column, row, 3) * (0.006f + 0.010f * t);
        float stored = 140 + 3700 * (tone + quanta);
        out[row * size + column] = (short) (shut ? 30 : clamp(stored, 0, STORED_MAX));
      }
    }
    Font5x7.draw(out, size, size - size / 10, size / 16, size / 200, "L", (short) 3900);
    return out;
  }
}
