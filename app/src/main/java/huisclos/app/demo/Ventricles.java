package huisclos.app.demo;

import static huisclos.app.demo.Shapes.ellipsoid;

/** The spaces of cerebrospinal fluid within a brain: ventricles and basal cisterns. */
final class Ventricles {
  private static final float FAR = -20;

  /** One lateral ventricle, mirrored for the other: frontal horn, body, atrium, occipital horn. */
  private static final Tube[] LATERAL =
      Tube.chain(
          10, -33, 5, 3.4f, //
          8, -22, 10, 5.2f, //
          9, -4, 19, 5.6f, //
          13, 16, 22, 5.4f, //
          22, 34, 12, 7.6f, //
          22, 52, 6, 3.2f, //
          21, 60, 5, 1.2f);

  private static final Tube[] TEMPORAL =
      Tube.chain(
          24, 34, 10, 6f, //
          30, 20, -8, 3.2f, //
          30, 0, -17, 2.4f);

  private Ventricles() {}

  /** Distance inside the ventricles; {@code size} widens them, mm. */
  static float inside(float x, float y, float z, float size) {
    float ax = Math.abs(x);
    if (ax > 46 || y < -50 || y > 72 || z < -50 || z > 40) {
      return FAR;
    }
    float best = FAR;
    for (Tube t : LATERAL) {
      best = Math.max(best, t.inside(ax, y, z));
    }
    for (Tube t : TEMPORAL) {
      best = Math.max(best, t.inside(ax, y, z));
    }
    // The septum parts the two.
    best = Math.min(best, ax - 1.1f) + size;
    float third = ellipsoid(ax, y - 8, z + 1, 2.4f + size, 15, 11);
    float fourth = ellipsoid(ax, y - 38, z + 33, 8.5f, 5.5f, 11);
    return Math.max(best, Math.max(third, fourth));
  }

  /** Distance inside the cisterns at the brain's base. */
  static float cistern(float x, float y, float z) {
    if (z > 8 || z < -55 || y < -30 || y > 45) {
      return FAR;
    }
    float ax = Math.abs(x);
    // The five-pointed star above the sella, then what surrounds the midbrain.
    float reach = 12 + 5 * (float) Math.cos(5 * Math.atan2(ax, -(y + 8)));
    float star = Math.min(reach - Shapes.length(x, y + 8, 0), 7 - Math.abs(z + 25));
    float around = Shapes.length(x / 1.15f, y - 14, 0) - 16.5f - 0.1f * (z + 22);
    float ambient = Math.min(1.9f - Math.abs(around), Math.min(-9 - z, 0.3f * (y - 8)));
    float quadrigeminal = ellipsoid(ax, y - 33, z + 6, 12, 4.5f, 9);
    return Math.max(Math.max(star, ambient), quadrigeminal);
  }
}
