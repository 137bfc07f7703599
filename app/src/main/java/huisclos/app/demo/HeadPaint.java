package huisclos.app.demo;

import static huisclos.app.demo.Shapes.cover;
import static huisclos.app.demo.Shapes.over;
import static huisclos.app.demo.Shapes.ramp;

/**
 * Blends the tissues of a head by its {@link HeadFields}, outside in. Immutable and thread-safe.
 *
 * <p>{@code edge} is how wide an edge looks, mm.
 */
final class HeadPaint {
  private final Noise noise;
  private final HeadVariant variant;
  private final Contrast contrast;
  private final float edge;

  HeadPaint(Noise noise, HeadVariant variant, Contrast contrast, float edge) {
    this.noise = noise;
    this.variant = variant;
    this.contrast = contrast;
    this.edge = edge;
  }

  /** The value at a place whose fields are {@code f}. */
  float value(float[] f, float x, float y, float z) {
    float depth = f[HeadFields.DEPTH];
    if (depth < -edge) {
      return of(HeadTissue.AIR);
    }
    float inSkull = depth - f[HeadFields.SCALP];
    float inside = inSkull - f[HeadFields.SKULL];
    if (inside > edge) {
      return brain(f, inside, x, y, z);
    }
    float v = shell(f, depth, inSkull, x, y, z);
    return inside > -edge ? over(v, brain(f, inside, x, y, z), cover(inside, edge)) : v;
  }

  private float shell(float[] f, float depth, float inSkull, float x, float y, float z) {
    float scalp = f[HeadFields.SCALP];
    float v = over(of(HeadTissue.AIR), of(HeadTissue.SKIN), cover(depth, edge));
    v = over(v, of(HeadTissue.FAT), cover(depth - 1.9f, edge));
    v = over(v, of(HeadTissue.MUSCLE), cover(depth - 3.6f, edge) * ramp(scalp, 5.8f, 8f));
    v = over(v, of(HeadTissue.MUSCLE), cover(inSkull + 1.2f, edge));
    if (inSkull < -edge) {
      return v;
    }
    v = over(v, of(HeadTissue.COMPACT_BONE), cover(inSkull, edge));
    float diploe = Math.min(inSkull - 2.1f, f[HeadFields.SKULL] - 2.0f - inSkull);
    if (diploe < -1) {
      return v;
    }
    float spongy = 0.75f + 0.25f * noise.at(x / 4, y / 4, z / 4);
    return over(v, of(HeadTissue.MARROW), spongy * cover(diploe, 1.2f));
  }

  private float brain(float[] f, float inside, float x, float y, float z) {
    float falx = Math.abs(f[HeadFields.FALX]);
    float joined = f[HeadFields.JOINED];
    float hindbrain = f[HeadFields.HINDBRAIN];
    float medial = falx - 1.1f - 0.4f * variant.sulci() + 3 * Math.max(0, joined);
    medial += 8 * Math.max(0, hindbrain + 2);
    float v = cerebrum(f, Math.min(f[HeadFields.SURFACE], medial));
    if (falx < 2 && hindbrain < -1) {
      v = over(v, of(HeadTissue.DURA), cover(Math.min(0.8f - falx, -joined - 2), edge));
    }
    if (hindbrain > -edge) {
      v = over(v, posterior(f, inside, x, y, z), cover(hindbrain, edge));
    }
    v = over(v, of(HeadTissue.CSF), cover(f[HeadFields.CISTERN], edge));
    float pineal = 2.2f - Math.abs(x - 0.5f) - Math.abs(y - 27) - Math.abs(z - 1);
    v = over(v, of(HeadTissue.CALCIFICATION), cover(pineal, edge));
    float lesion = f[HeadFields.LESION];
    if (!variant.bleeding() || lesion < -10) {
      return v;
    }
    v = over(v, of(HeadTissue.OEDEMA), cover(lesion + 6.5f, 5));
    return over(v, of(HeadTissue.BLOOD), cover(lesion, edge + 0.6f));
  }

  private float cerebrum(float[] f, float surface) {
    float v = of(HeadTissue.WHITE);
    float csf = cover(-surface, edge);
    if (surface < 25) {
      float fold = Math.min(Math.abs(f[HeadFields.SULCUS]), f[HeadFields.SYLVIAN] - 1.2f);
      float open = (0.55f + 0.5f * variant.sulci()) * ramp(surface, 19, 1) + 0.2f;
      float ribbon = 3.1f * ramp(surface, 25, 13);
      float grey = Math.max(cover(3.0f - surface, edge), cover(open + ribbon - fold, 1.2f));
      v = over(v, of(HeadTissue.GREY), grey * ramp(surface, 25, 21));
      csf = Math.max(csf, cover(open - fold, edge) * ramp(surface, 23, 19));
    }
    v = over(v, of(HeadTissue.DEEP_GREY), cover(f[HeadFields.NUCLEI], 1.6f));
    v = over(v, of(HeadTissue.OEDEMA), f[HeadFields.SPOTS]);
    v = over(v, of(HeadTissue.CSF), cover(f[HeadFields.VENTRICLE], edge));
    return over(v, of(HeadTissue.CSF), csf);
  }

  private float posterior(float[] f, float inside, float x, float y, float z) {
    float v = of(HeadTissue.CEREBELLUM);
    float middle = Shapes.ellipsoid(Math.abs(x) - 14, y - 42, z + 36, 15, 15, 12);
    float stem = Shapes.ellipsoid(x, y - 12, z + 36, 14, 13, 40);
    v = over(v, of(HeadTissue.WHITE), cover(Math.max(middle, stem), 4));
    float rim = ramp(middle, 2, -4) * ramp(stem, 2, -2);
    if (rim > 0) {
      // The leaves of the cerebellum run along its hind surface.
      float leaf = noise.at(x / 26, (y + 0.007f * x * x) / 3.6f, z / 7);
      v = over(v, of(HeadTissue.CSF), 0.45f * rim * cover(leaf - 0.5f, 0.8f));
    }
    v = over(v, of(HeadTissue.CSF), cover(f[HeadFields.VENTRICLE], edge));
    return over(v, of(HeadTissue.CSF), cover(1.6f - inside, edge));
  }

  private float of(HeadTissue tissue) {
    return tissue.in(contrast);
  }
}
