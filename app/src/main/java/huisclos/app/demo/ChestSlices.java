package huisclos.app.demo;

import static huisclos.app.demo.Shapes.cover;
import static huisclos.app.demo.Shapes.over;

import java.util.List;

/** Axial CT slices of an invented chest with contrast medium. Immutable and thread-safe. */
final class ChestSlices {
  private static final float COARSE = 3;
  private static final float EDGE = 1.0f;
  private static final float NOISE = 9;
  private static final float HALF_SLAB = 3;

  private final ChestVariant variant;
  private final Noise noise;
  private final Grain grain;
  private final ChestFields fields;
  private final List<Tube> vessels;

  ChestSlices(long seed, ChestVariant variant, Noise noise, Grain grain) {
    this.variant = variant;
    this.noise = noise;
    this.grain = grain;
    fields = new ChestFields(variant, noise);
    vessels = VesselTree.grow(fields, seed);
  }

  /** Stored values at height {@code z}, {@code size} pixels of {@code spacing} mm. */
  short[] ct(int size, float spacing, float z, int image) {
    float[] hu = new float[size * size];
    new FieldGrid(size, spacing, COARSE, ChestFields.COUNT, (x, y, f) -> fields.measure(x, y, z, f))
        .forEach((pixel, x, y, f) -> hu[pixel] = table(x, y, value(f, x, y, z)));
    for (Tube t : vessels) {
      if (t.bottom() < z + HALF_SLAB && t.top() > z - HALF_SLAB) {
        draw(t, hu, size, spacing, z);
      }
    }
    short[] pixels = new short[hu.length];
    for (int i = 0; i < pixels.length; i++) {
      float v = hu[i] + NOISE * grain.at(i % size, i / size, image);
      pixels[i] =
          (short) Shapes.clamp(v - HeadSlices.RESCALE_INTERCEPT + 0.5f, 0, HeadSlices.STORED_MAX);
    }
    return pixels;
  }

  private float value(float[] f, float x, float y, float z) {
    float body = f[ChestFields.BODY];
    if (body < -EDGE) {
      return of(ChestTissue.AIR);
    }
    float cavity = f[ChestFields.CAVITY];
    float v = over(of(ChestTissue.AIR), of(ChestTissue.SKIN), cover(body, EDGE));
    v = over(v, of(ChestTissue.FAT), cover(body - 2.2f, EDGE));
    if (cavity < EDGE) {
      v = wall(v, f);
    }
    if (cavity > -EDGE) {
      v = over(v, cavity(f, x, y, z), cover(cavity, EDGE));
    }
    float spine = f[ChestFields.SPINE];
    if (spine > -EDGE) {
      v = bone(v, spine, x, y, z, 1 - ChestBones.disc(z) * (y < 77 ? 1 : 0));
    }
    v = over(v, of(ChestTissue.CORD), cover(6.5f - Shapes.length(x, y - 83, 0), EDGE));
    return bone(v, f[ChestFields.BONE], x, y, z, 1);
  }

  /** Muscle with streaks of fat between skin and ribs. */
  private static float wall(float under, float[] f) {
    float muscle = f[ChestFields.BODY] - f[ChestFields.FAT];
    float v = over(under, of(ChestTissue.MUSCLE), cover(muscle, 2));
    float streak = cover(f[ChestFields.STREAK], 0.7f) * cover(-f[ChestFields.CAVITY] - 4, 3);
    return over(v, of(ChestTissue.FAT), 0.8f * streak);
  }

  private float bone(float under, float inside, float x, float y, float z, float bony) {
    if (inside < -EDGE) {
      return under;
    }
    float spongy = 1 + 0.25f * noise.at(x / 3, y / 3, z / 3);
    float within = over(of(ChestTissue.DISC), of(ChestTissue.MARROW) * spongy, bony);
    float shell = over(of(ChestTissue.DISC), of(ChestTissue.COMPACT_BONE), 0.9f * bony);
    float v = over(under, shell, cover(inside, EDGE));
    return over(v, within, cover(inside - 1.7f, EDGE));
  }

  private float cavity(float[] f, float x, float y, float z) {
    float v = of(ChestTissue.FAT);
    float lung = f[ChestFields.LUNG];
    if (lung < EDGE) {
      v = mediastinum(f, x, y, z);
    }
    if (lung > -EDGE) {
      // Lower (that is further back in a patient lying down) a lung is denser.
      float texture = 14 * f[ChestFields.TEXTURE] + 0.35f * y;
      v = over(v, of(ChestTissue.LUNG) + texture, cover(lung, EDGE));
      if (variant.nodule()) {
        float nodule = 7.5f - Shapes.length(x + 74, y + 12, z - 165);
        nodule += noise.at(x / 5, y / 5, z / 5);
        v = over(v, of(ChestTissue.NODULE), cover(nodule, 1.5f));
      }
    }
    float airway = f[ChestFields.AIRWAY];
    v = over(v, of(ChestTissue.AIRWAY_WALL), cover(airway + 1.5f, EDGE));
    return over(v, of(ChestTissue.AIR), cover(airway, EDGE));
  }

  private float mediastinum(float[] f, float x, float y, float z) {
    float v = of(ChestTissue.FAT);
    v = over(v, of(ChestTissue.MUSCLE), cover(f[ChestFields.KNOT], 0.4f));
    float heart = f[ChestFields.HEART];
    v = over(v, of(ChestTissue.MYOCARDIUM), cover(heart - 4, EDGE));
    float blood = f[ChestFields.BLOOD];
    v = over(v, of(ChestTissue.MUSCLE), cover(blood + 1.3f, EDGE));
    v = over(v, of(ChestTissue.BLOOD), cover(blood, EDGE));
    v = over(v, of(ChestTissue.MUSCLE), cover(6 - Shapes.length(x - 4, y - 34, 0), EDGE));
    if (f[ChestFields.ABDOMEN] > -EDGE) {
      v = over(v, abdomen(x, y, z), cover(f[ChestFields.ABDOMEN], EDGE));
      v = over(v, of(ChestTissue.BLOOD), cover(blood, EDGE) * cover(20 - z, 3));
    }
    return v;
  }

  private float abdomen(float x, float y, float z) {
    float v = of(ChestTissue.FAT);
    float liver = 34 - x - 0.25f * (y + 20) + 3 * noise.at(x / 25, y / 25, z / 25);
    v = over(v, of(ChestTissue.LIVER), cover(liver, EDGE));
    float veins = 1.1f - 5 * Math.abs(noise.at(x / 26, y / 26, z / 26 + 8));
    v = over(v, 150, 0.8f * cover(Math.min(veins, liver - 8), 1.2f));
    float spleen = Shapes.ellipsoid(x - 92, y - 40, z - 2, 27, 42, 44);
    v = over(v, of(ChestTissue.SPLEEN), cover(spleen, EDGE));
    float stomach = Shapes.ellipsoid(x - 66, y + 28, z - 6, 40, 40, 42);
    v = over(v, of(ChestTissue.MUSCLE), cover(stomach, EDGE));
    float filling = over(of(ChestTissue.STOMACH), of(ChestTissue.AIR), cover(-38 - y, 1));
    return over(v, filling, cover(stomach - 3.5f, EDGE));
  }

  /** Paints a vessel over the lung; what the slab's height holds of it shows. */
  private static void draw(Tube t, float[] hu, int size, float spacing, float z) {
    float middle = (size - 1) / 2f;
    float r = Math.max(t.ar(), t.br()) + 1;
    int x0 = pixel((Math.min(t.ax(), t.bx()) - r) / spacing + middle, size);
    int x1 = pixel((Math.max(t.ax(), t.bx()) + r) / spacing + middle, size);
    int y0 = pixel((Math.min(t.ay(), t.by()) - r) / spacing + middle, size);
    int y1 = pixel((Math.max(t.ay(), t.by()) + r) / spacing + middle, size);
    for (int row = y0; row <= y1; row++) {
      float y = (row - middle) * spacing;
      for (int column = x0; column <= x1; column++) {
        float x = (column - middle) * spacing;
        float inside = Math.max(t.inside(x, y, z - HALF_SLAB), t.inside(x, y, z + HALF_SLAB));
        inside = Math.max(inside, t.inside(x, y, z));
        float alpha = cover(inside, 1.2f);
        int p = row * size + column;
        if (alpha > 0 && hu[p] < -200) {
          hu[p] = over(hu[p], 120, 0.92f * alpha);
        }
      }
    }
  }

  private static int pixel(float v, int size) {
    return (int) Shapes.clamp(v, 0, size - 1);
  }

  /** The table the patient lies on. */
  private static float table(float x, float y, float hu) {
    if (hu > -900 || y < 118) {
      return hu;
    }
    float r = Shapes.length(x, y + 300, 0) - 432;
    float line = Math.max(1.5f - Math.abs(r), 1.2f - Math.abs(r - 22));
    return over(hu, -420, cover(line, 1) * cover(200 - Math.abs(x), 2));
  }

  private static float of(ChestTissue tissue) {
    return tissue.hounsfield();
  }
}
