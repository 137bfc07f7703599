package huisclos.app.demo;

import static huisclos.app.demo.Shapes.ellipsoid;
import static huisclos.app.demo.Shapes.length;
import static huisclos.app.demo.Shapes.ramp;

/** The bones of a chest as distances inside (mm), in the directions of {@link ChestFields}. */
final class ChestBones {
  /** From one rib to the next, and from one vertebra to the next. */
  static final float RIB_SPACING = 25;

  static final float VERTEBRA = 26;

  private static final float TOP_RIB = 244;
  private static final Tube TRANSVERSE = new Tube(10, 80, 0, 5, 33, 92, 0, 4);
  private static final Tube SPINOUS = new Tube(0, 90, 0, 4, 0, 112, 0, 3);
  private static final Tube CLAVICLE = new Tube(20, -66, 218, 7, 118, -18, 240, 6);
  private static final Tube[] BLADE =
      Tube.chain(58, 98, 165, 3, 92, 92, 180, 3.2f, 122, 70, 200, 4, 138, 46, 214, 6);

  private ChestBones() {}

  /** How far a rib has come down from its vertebra, at an angle from the back (0) to the front. */
  static float drop(float angle) {
    return 34 * (1 - (float) Math.cos(Math.min(angle, 2.5f)));
  }

  /** Distance inside a rib; {@code cavity} is the distance inside the chest wall. */
  static float rib(float x, float y, float z, float cavity) {
    float outward = cavity + 5.2f;
    if (Math.abs(outward) > 9 || z > TOP_RIB) {
      return -9;
    }
    float angle = (float) Math.atan2(Math.abs(x), y - 8);
    if (angle < 0.3f || angle > 2.55f) {
      return -9;
    }
    float along = z + drop(angle) + 500;
    float dz = along - RIB_SPACING * Math.round(along / RIB_SPACING);
    return (1 - length(dz / 6.4f, outward / 3.9f, 0)) * 3.9f;
  }

  /** Distance inside a vertebra: body, arch and processes. */
  static float spine(float x, float y, float z) {
    if (Math.abs(x) > 46 || y < 38) {
      return -9;
    }
    float level = z + 520;
    float dz = level - VERTEBRA * Math.round(level / VERTEBRA);
    float waist = 1.3f * ramp(Math.abs(dz), 10, 2);
    float body = ellipsoid(x, y - 60, 0, 20 - waist, 16 - waist, 1000);
    float canal = length(x, y - 83, 0);
    float arch = Math.min(4 - Math.abs(canal - 11.5f), 11 - Math.abs(dz));
    float ax = Math.abs(x);
    float wings = Math.min(TRANSVERSE.inside(ax, y, 0), 7 - Math.abs(dz + 4));
    float back = Math.min(SPINOUS.inside(x, y, 0), 9 - Math.abs(dz - 4));
    float bone = Math.max(body, Math.max(arch, Math.max(wings, back)));
    return Math.min(bone, canal - 8.2f);
  }

  /** How much of a disc, not bone, lies at a height: 0 to 1. */
  static float disc(float z) {
    float level = z + 520;
    return ramp(Math.abs(level - VERTEBRA * Math.round(level / VERTEBRA)), 9.5f, 11);
  }

  /** Distance inside breastbone, collar bones, shoulder blades and the heads of the arms. */
  static float girdle(float x, float y, float z) {
    float ax = Math.abs(x);
    float best = -9;
    if (ax < 30 && y < -40 && z > 50 && z < 212) {
      float up = Math.max(0, z - 80) / 180;
      float g = (float) Math.sqrt(Math.max(0.02f, 1 - up * up));
      float front = 8 + 14 * (1 - g) - 88 * g - 8;
      best = ellipsoid(x, y - front, 0, 15 + 6 * ramp(z, 180, 205), 6, 1000);
    }
    if (z > 205 && z < 250) {
      best = Math.max(best, CLAVICLE.inside(ax, y, z));
    }
    if (z > 110 && ax > 40 && y > 0) {
      for (Tube t : BLADE) {
        // A blade stands upright: its height hardly counts.
        float sunk = t.az() + 0.18f * (z - t.az());
        best = Math.max(best, Math.min(t.inside(ax, y, sunk), 0.3f * (228 - z)));
      }
    }
    return z > 190 ? Math.max(best, 21 - length(ax - 152, y - 26, z - 224)) : best;
  }
}
