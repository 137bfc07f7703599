package huisclos.app.demo;

import static huisclos.app.demo.Shapes.clamp;
import static huisclos.app.demo.Shapes.cover;
import static huisclos.app.demo.Shapes.ellipsoid;
import static huisclos.app.demo.Shapes.length;
import static huisclos.app.demo.Shapes.ramp;

/**
 * The surfaces of an invented head as distance fields: smooth in space, so that a slice computes
 * them on a coarse grid and only blends per pixel. Millimetres in the patient's directions (x to
 * the left, y to the back, z up) from a point between the thalami.
 *
 * <p>Immutable and thread-safe.
 */
final class HeadFields {
  /** Depth under the skin. */
  static final int DEPTH = 0;

  /** Thickness of the scalp, then of the skull, at the nearest place. */
  static final int SCALP = 1;

  static final int SKULL = 2;

  /** Depth under the brain's outer surface. */
  static final int SURFACE = 3;

  /** Signed distance from the falx, and distance inside what joins the hemispheres. */
  static final int FALX = 4;

  static final int JOINED = 5;

  /** Signed distance from the middle of the nearest sulcus, and distance from the lateral one. */
  static final int SULCUS = 6;

  static final int SYLVIAN = 7;

  /** Distances inside. */
  static final int VENTRICLE = 8;

  static final int NUCLEI = 9;
  static final int HINDBRAIN = 10;
  static final int CISTERN = 11;
  static final int LESION = 12;

  /** Opacity of age's bright spots. */
  static final int SPOTS = 13;

  static final int COUNT = 14;

  /** A sulcus' usual distance from the next, and the farthest distance told. */
  private static final float FOLD = 15.5f;

  private static final float FARTHEST = 12;

  private final HeadVariant variant;
  private final Noise noise;
  private final float offset;

  HeadFields(HeadVariant variant, Noise noise, float offset) {
    this.variant = variant;
    this.noise = noise;
    this.offset = offset;
  }

  /** Fills {@code out} for a place; outside the head only {@link #DEPTH} is meant. */
  void measure(float x, float y, float z, float[] out) {
    float forward = y / 93;
    float ax = 74 * (1 + 0.10f * forward - 0.07f * forward * forward);
    float qz = z > 0 ? z / 88 : z / 170;
    float rho = Math.max(length(x / ax, forward, qz), 0.02f);
    float slow = rho > 1.2f ? 0 : noise.at(x / 45, y / 45, z / 45 + 3);
    float depth = (1 - rho) * length(x, y, z > 0 ? z : 0.3f * z) / rho;
    depth += 0.8f * slow + nose(x, y, z);
    out[DEPTH] = depth;
    out[SCALP] = 5.2f + 0.9f * slow + temporal(x, y, z);
    if (depth < -3) {
      return;
    }
    out[SKULL] =
        6.2f + 1.3f * noise.at(x / 30 + 5, y / 30, z / 30) + 2.2f * ramp(Math.abs(y), 60, 92);
    float inside = depth - out[SCALP] - out[SKULL];
    float gap = 1.6f + 0.7f * noise.at(x / 25, y / 25 + 9, z / 25) + variant.sulci();
    out[SURFACE] = inside - Math.max(gap, 0.7f);
    if (inside > -5) {
      brain(x, y, z, out);
    }
  }

  private void brain(float x, float y, float z, float[] out) {
    float ax = Math.abs(x);
    out[FALX] = x - 0.8f * noise.at(y / 40, z / 40, 1);
    out[JOINED] = ellipsoid(0, y - 4, z - 4, 30, 43, 22);
    out[SULCUS] = out[SURFACE] < 27 || ax < 27 ? sulcus(x, y, z) : FARTHEST;
    out[SYLVIAN] = sylvian(ax, y, z);
    float wobble = noise.at(x / 9, y / 9, z / 9);
    out[VENTRICLE] = Ventricles.inside(x, y, z, variant.ventricles()) + 0.5f * wobble;
    out[NUCLEI] = nuclei(ax, y, z) + 0.4f * wobble;
    out[HINDBRAIN] = hindbrain(ax, y, z);
    out[CISTERN] = Ventricles.cistern(x, y, z) + 0.7f * wobble;
    out[SPOTS] = spots(x, y, z, out[VENTRICLE]);
    out[LESION] = ellipsoid(x - 31, y - 20, z - 24, 10, 14, 10) + 1.7f * wobble;
  }

  private static float nose(float x, float y, float z) {
    return y < -60 && z < -20 ? 9 * ramp(z, -24, -48) * ramp(Math.abs(x), 15, 2) : 0;
  }

  private static float temporal(float x, float y, float z) {
    float side = ramp(Math.abs(x), 48, 62) * ramp(z, 42, 5);
    return 6.5f * side * ramp(Math.abs(y + 28), 45, 15);
  }

  /**
   * Sulci are the zero surfaces of a smooth noise whose coordinates are squeezed along the radius,
   * so that they cut inwards as real ones do; a value over its slope is a distance.
   */
  private float sulcus(float x, float y, float z) {
    float here = folds(x, y, z);
    float slope =
        length(folds(x + 1, y, z) - here, folds(x, y + 1, z) - here, folds(x, y, z + 1) - here);
    return clamp(here / Math.max(slope, 0.03f), -FARTHEST, FARTHEST);
  }

  private float folds(float x, float y, float z) {
    float rho = length(x / 66, y / 84, (z - 2) / 78);
    float squeeze = (float) (1 / (FOLD * Math.sqrt(Math.max(rho, 0.3f))));
    // The two hemispheres are alike but not mirror images.
    float side = x < 0 ? 7.3f : 0;
    float ax = Math.abs(x);
    return noise.at(ax * squeeze + offset, y * squeeze + side, z * squeeze - offset)
        + 0.35f * noise.at(ax / 9 - offset, y / 9 + side, z / 9);
  }

  private float sylvian(float ax, float y, float z) {
    if (ax < 28 || Math.abs(y) > 40 || Math.abs(z) > 32) {
      return FARTHEST;
    }
    float bend = 1.5f * noise.at(ax / 16, y / 16, z / 16);
    float lateral = 0.75f * Math.abs(z - 0.9f * (y - 2) + bend) + Math.max(0, 38 - ax);
    float insula =
        Math.abs(ax - 39 + 0.012f * y * y + bend)
            + Math.max(0, Math.abs(z - 2) - 14)
            + Math.max(0, Math.abs(y) - 20);
    return Math.min(lateral + Math.max(0, Math.abs(y) - 22), insula);
  }

  private static float nuclei(float ax, float y, float z) {
    float caudate = ellipsoid(ax - 13.5f, y + 17, z - 9, 4.8f, 9, 9);
    float slant = ax - 24.5f + 0.22f * y;
    float lentiform = ellipsoid(slant, y + 3, z - 3, 6.2f, 15, 9);
    float thalamus = ellipsoid(ax - 10.5f, y - 13, z - 6, 8, 13, 9);
    return Math.max(caudate, Math.max(lentiform, thalamus));
  }

  private float spots(float x, float y, float z, float ventricle) {
    if (variant.spots() <= 0 || ventricle < -16) {
      return 0;
    }
    float near = ramp(ventricle, -14, -3);
    float capped = cover(ventricle + 1.8f, 2.5f) * ramp(Math.abs(y - 8), 18, 36);
    float patch = cover(noise.at(x / 7 + 3, y / 7, z / 9) - 1.75f + variant.spots() * 0.4f, 0.6f);
    return 0.8f * Math.max(capped, near * patch);
  }

  /** Distance inside the cerebellum and the brain stem, below the tentorium. */
  private static float hindbrain(float ax, float y, float z) {
    float roof = -13 - 0.28f * ax + 0.18f * y - z;
    float cerebellum = Math.min(ellipsoid(ax, y - 47, z + 38, 54, 36, 34), roof);
    float stem = ellipsoid(ax, y - 12, z + 36, 15, 14, 40);
    return Math.max(cerebellum, Math.min(stem, -8 - z));
  }
}
