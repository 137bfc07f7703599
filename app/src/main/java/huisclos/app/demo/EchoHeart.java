package huisclos.app.demo;

import static huisclos.app.demo.Shapes.cover;
import static huisclos.app.demo.Shapes.ramp;

/**
 * The four chambers at one moment of the beat, in the plane of the scan: millimetres to the side of
 * and below the probe. The left heart is on the right, as the custom is.
 */
final class EchoHeart {
  private static final float BLOOD = 5;
  private static final float MUSCLE = 27;
  private static final float AROUND = 30;
  private static final float BORDER = 40;

  private final float squeeze;
  private final float ring;
  private final Tube[] leaflets;

  /**
   * @param phase 0 at the R wave to 1 at the next
   */
  EchoHeart(float phase) {
    // Contraction takes a third of the beat; the filling after it is quick, then slow.
    squeeze = phase < 0.36f ? ramp(phase, 0, 0.34f) : ramp(phase, 0.62f, 0.38f);
    ring = 104 - 9 * squeeze;
    float late = ramp(phase, 0.8f, 0.86f) * ramp(phase, 0.98f, 0.9f);
    float open = Math.max(ramp(phase, 0.42f, 0.52f) * ramp(phase, 0.78f, 0.64f), 0.7f * late);
    leaflets =
        new Tube[] {
          leaflet(2.5f, 1, open, 13),
          leaflet(33, -1, open, 11),
          leaflet(-3.5f, -1, open, 12),
          leaflet(-31, 1, open, 11)
        };
  }

  private Tube leaflet(float hinge, int inward, float open, float length) {
    double angle = 0.35 + 1.0 * open;
    float dx = inward * length * (float) Math.cos(angle);
    float dy = -length * (float) Math.sin(angle) * (open > 0.05f ? 1 : -0.25f);
    return new Tube(hinge, 0, ring, 1.1f, hinge + dx, 0, ring + dy, 0.8f);
  }

  /**
   * Echo strength at a place, in decibels over the darkest shown.
   *
   * @param wobble unevenness of the walls, mm; {@code texture} of the muscle and {@code haze} of
   *     the blood, dB
   */
  float echo(float x, float y, float wobble, float texture, float haze) {
    float left = oval(x - 18 - 0.05f * (y - 70), y, 66, 19.5f - 5.5f * squeeze, 41) + wobble;
    float right = oval(x + 18 - 0.10f * (y - 70), y, 74, 15.5f - 3.5f * squeeze, 33) + wobble;
    float aside = 20 + 2.5f * squeeze;
    float leftAtrium = atrium(x - aside, y, 18.5f + 2.5f * squeeze) + wobble;
    float rightAtrium = atrium(x + aside, y, 18 + 2.5f * squeeze) + wobble;
    // The thin septum between the atria.
    leftAtrium = Math.min(leftAtrium, x - 0.9f);
    rightAtrium = Math.min(rightAtrium, -0.9f - x);
    float chamber = Math.max(Math.max(left, right), Math.max(leftAtrium, rightAtrium));
    float wall = Math.max(Math.max(left + 9 + 3 * squeeze, right + 6), chamber + 3);
    float v = Shapes.over(AROUND + 2 * texture, BORDER, cover(2.5f - Math.abs(wall + 1.5f), 3));
    v = Shapes.over(v, MUSCLE + texture, cover(wall, 2));
    float inner = cover(1.3f - Math.abs(chamber), 2) * ramp(Math.abs(x - 2), 2, 14);
    v = Shapes.over(v, BLOOD + haze, cover(chamber, 1.8f));
    v = Shapes.over(v, 36, 0.75f * inner);
    if (Math.abs(y - ring) < 16) {
      for (Tube t : leaflets) {
        v = Shapes.over(v, 42, 0.95f * cover(t.inside(x, 0, y), 1.6f));
      }
    }
    // Little comes back from beside and beyond the heart.
    return v - 9 * ramp(y, 138, 158) - 8 * ramp(-wall, 8, 26);
  }

  private float oval(float x, float y, float middle, float half, float length) {
    float reach = length * (1 - 0.12f * squeeze);
    float base = ring - 1 - y;
    return Math.min(Shapes.ellipsoid(x, y - middle - 4 * squeeze, 0, half, reach, 1000), base);
  }

  private float atrium(float x, float y, float half) {
    float inside = Shapes.ellipsoid(x, y - ring - 19, 0, half, half + 2, 1000);
    return Math.min(inside, y - ring - 1.5f);
  }

  /** How far the speckle of a place has moved with its muscle: scan lines across, samples along. */
  float shiftAcross(float x, float y) {
    return squeeze * 0.10f * (x - 18) * ramp(y, 160, 90);
  }

  float shiftAlong(float x, float y) {
    return squeeze * 0.22f * (y - 30) * ramp(Math.abs(x), 70, 40);
  }
}
