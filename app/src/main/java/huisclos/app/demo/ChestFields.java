package huisclos.app.demo;

import static huisclos.app.demo.Shapes.ellipsoid;
import static huisclos.app.demo.Shapes.meet;
import static huisclos.app.demo.Shapes.ramp;

/**
 * The surfaces of an invented chest as distance fields (mm, positive inside), in the patient's
 * directions: x to the left, y to the back, z up from the level of the lowest ribs in front.
 *
 * <p>Immutable and thread-safe.
 */
final class ChestFields {
  static final int BODY = 0;
  static final int CAVITY = 1;
  static final int LUNG = 2;
  static final int BONE = 3;
  static final int SPINE = 4;
  static final int HEART = 5;
  static final int BLOOD = 6;
  static final int AIRWAY = 7;
  static final int ABDOMEN = 8;

  /** Slow textures: thickness of the fat, streaks of fat in muscle, knots in fat, of the lung. */
  static final int FAT = 9;

  static final int STREAK = 10;
  static final int KNOT = 11;
  static final int TEXTURE = 12;
  static final int COUNT = 13;

  private static final Tube[] AORTA =
      Tube.chain(
          4, -22, 88, 15, //
          -12, -30, 118, 16, //
          -8, -26, 152, 15, //
          6, -4, 172, 14, //
          20, 24, 164, 13, //
          24, 40, 140, 12.5f, //
          22, 44, 80, 12, //
          12, 42, -60, 11);

  private static final Tube[] PULMONARY =
      Tube.chain(
          20, -46, 92, 14, //
          22, -36, 122, 14.5f, //
          18, -16, 128, 13, //
          -22, -8, 124, 11, //
          -52, 0, 114, 8.5f);

  private static final Tube[] VEINS_AND_BRANCHES = {
    new Tube(20, -28, 126, 12, 52, 12, 126, 9),
    new Tube(-30, -22, 196, 8, -30, -20, 88, 10),
    new Tube(-30, -20, 196, 7, 34, -30, 204, 7),
    new Tube(-6, -8, 170, 7, -22, -6, 230, 5),
    new Tube(10, 4, 172, 5.5f, 16, 0, 235, 4.5f),
    new Tube(18, 16, 168, 6, 34, 6, 232, 5),
    new Tube(-42, 16, 92, 6, -14, 14, 96, 8),
    new Tube(52, 18, 94, 6, 24, 16, 96, 8)
  };

  private static final Tube[] AIRWAYS = {
    new Tube(0, 2, 270, 8, 0, 14, 142, 8),
    new Tube(0, 14, 142, 7.5f, -34, 18, 116, 6.2f),
    new Tube(-34, 18, 116, 5, -58, 22, 88, 3.6f),
    new Tube(-26, 17, 124, 4.6f, -56, 14, 140, 3.2f),
    new Tube(0, 14, 142, 7, 44, 20, 112, 5.6f),
    new Tube(44, 20, 112, 4.8f, 62, 26, 84, 3.4f),
    new Tube(40, 19, 115, 4.4f, 66, 8, 132, 3f)
  };

  private final ChestVariant variant;
  private final Noise noise;

  ChestFields(ChestVariant variant, Noise noise) {
    this.variant = variant;
    this.noise = noise;
  }

  void measure(float x, float y, float z, float[] out) {
    float slow = noise.at(x / 80, y / 80, z / 80);
    float body = body(x, y, z) + slow;
    out[BODY] = body;
    if (body < -6) {
      return;
    }
    soft(x, y, z, slow, out);
    out[FAT] = 9 + 2.2f * noise.at(x / 50, y / 50, z / 50) + 4 * ramp(y, 10, -10);
    out[STREAK] = noise.at(x / 24, y / 11, z / 30) - 1.15f;
    out[KNOT] = noise.at(x / 11 + 4, y / 11, z / 11) - 1.0f;
    out[TEXTURE] = noise.at(x / 7, y / 7, z / 7);
    out[SPINE] = ChestBones.spine(x, y, z);
    out[BONE] = Math.max(ChestBones.rib(x, y, z, out[CAVITY]), ChestBones.girdle(x, y, z));
  }

  /** All but the bones and the skin: what a projection integrates. */
  void soft(float x, float y, float z, float slow, float[] out) {
    float cavity = cavity(x, y, z) + 0.6f * slow;
    out[CAVITY] = cavity;
    float heart = heart(x, y, z);
    out[HEART] = heart;
    out[ABDOMEN] = Math.min(dome(x, y) - z, cavity);
    float vessels = -20;
    out[BLOOD] = -20;
    out[AIRWAY] = -20;
    if (Math.abs(x) < 80 && Math.abs(y) < 72) {
      vessels = Math.max(inside(AORTA, x, y, z), vessels(x, y, z));
      out[BLOOD] = Math.max(vessels, chambers(x, y, z));
      out[AIRWAY] = inside(AIRWAYS, x, y, z);
    }
    out[LUNG] = lung(x, y, z, cavity, Math.max(heart, vessels)) + 0.5f * slow;
  }

  static float body(float x, float y, float z) {
    float wide = 164 + 16 * ramp(z, 185, 235);
    return squarish(x / wide, (y - 6) / 112) * 112;
  }

  static float cavity(float x, float y, float z) {
    float up = Math.max(0, z - 80) / 180;
    float g = (float) Math.sqrt(Math.max(0.02f, 1 - up * up));
    return squarish(x / (132 * g), (y - 8 - 14 * (1 - g)) / (88 * g)) * 96 * g;
  }

  /** 1 in the middle, 0 on the border, of a shape between an ellipse and its rectangle. */
  private static float squarish(float u, float v) {
    float uu = u * u;
    float vv = v * v;
    return 1 - (float) Math.sqrt(Math.sqrt(uu * uu + 1.25f * uu * vv + vv * vv));
  }

  /** The height of the diaphragm. */
  float dome(float x, float y) {
    float middle = x < 0 ? -66 : 68;
    float top = x < 0 ? 66 : 54;
    float u = (x - middle) / 64;
    float v = (y + 12) / 84;
    float side = top - 46 * (u * u + v * v) - 0.25f * Math.max(0, y);
    // In the middle the heart rests on the central tendon.
    float tendon = 30 - 0.25f * Math.max(0, y);
    return Math.max(side, Math.abs(x) < 60 ? tendon - 0.4f * Math.abs(x) : side) + variant.breath();
  }

  private float lung(float x, float y, float z, float cavity, float heart) {
    float ax = Math.abs(x);
    float front = ramp(y, -30, -66);
    float back = ramp(y, 30, 60);
    float hilum = 6 * ramp(Math.abs(z - 118), 42, 8) * ramp(Math.abs(y - 8), 34, 8);
    float half =
        24 + hilum - 16 * front - 3 * back + 2.5f * noise.at(y / 22, z / 30, x > 0 ? 3 : 7);
    float d = meet(cavity - 2, ax - half, 5);
    d = meet(d, -heart - 2, 7);
    float vertebra = -ellipsoid(x, y - 62, 0, 24, 22, 1000) - 1;
    d = meet(d, vertebra, 5);
    return meet(d, 0.75f * (z - dome(x, y)), 6);
  }

  private float heart(float x, float y, float z) {
    float dx = x - 20;
    float dy = y + 34;
    float u = 0.8f * dx - 0.6f * dy;
    float v = 0.6f * dx + 0.8f * dy;
    float s = variant.heart();
    float tilt = z - 72 + 0.35f * u;
    float main = ellipsoid(u, v, tilt, 62 * s, 44 * s, 47 * s);
    float base = ellipsoid(x, y + 22, z - 108, 38, 32, 36);
    return Shapes.join(main, base, 14);
  }

  private float chambers(float x, float y, float z) {
    float dx = x - 20;
    float dy = y + 34;
    float u = 0.8f * dx - 0.6f * dy;
    float v = 0.6f * dx + 0.8f * dy;
    float h = z - 72 + 0.35f * u;
    float left = ellipsoid(u - 14, v - 12, h, 33, 17, 21);
    float right = ellipsoid(u - 2, v + 22, h, 36, 13, 26);
    float leftAtrium = ellipsoid(x - 2, y - 6, z - 96, 27, 17, 20);
    float rightAtrium = ellipsoid(x + 32, y + 22, z - 78, 16, 24, 28);
    float all = Math.max(Math.max(left, right), Math.max(leftAtrium, rightAtrium));
    return all + 0.8f * noise.at(x / 10, y / 10, z / 10);
  }

  private static float vessels(float x, float y, float z) {
    return Math.max(inside(PULMONARY, x, y, z), inside(VEINS_AND_BRANCHES, x, y, z));
  }

  private static float inside(Tube[] tubes, float x, float y, float z) {
    float best = -20;
    for (Tube t : tubes) {
      if (z > t.bottom() - 4 && z < t.top() + 4) {
        best = Math.max(best, t.inside(x, y, z));
      }
    }
    return best;
  }
}
