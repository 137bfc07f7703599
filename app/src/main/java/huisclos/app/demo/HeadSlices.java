package huisclos.app.demo;

/** Axial slices of an invented head as a scanner would give them. Immutable and thread-safe. */
final class HeadSlices {
  /** Hounsfield units are stored from -1024 up, 12 bits. */
  static final int RESCALE_INTERCEPT = -1024;

  static final int STORED_MAX = 4095;

  /** Spacing of the grid on which the fields are measured, mm. */
  private static final float COARSE = 2.5f;

  private static final float CT_EDGE = 0.75f;
  private static final float MR_EDGE = 1.0f;
  private static final float FLOW_EDGE = 3;
  private static final float CT_NOISE = 4.2f;
  private static final float MR_NOISE = 13;

  private final HeadVariant variant;
  private final Noise noise;
  private final HeadFields fields;
  private final Grain grain;

  HeadSlices(long seed, HeadVariant variant, Noise noise, Grain grain) {
    this.variant = variant;
    this.noise = noise;
    this.grain = grain;
    fields = new HeadFields(variant, noise, (seed & 15) * 0.9f);
  }

  /** Stored values of a CT slice at height {@code z}, {@code size} pixels of {@code spacing} mm. */
  short[] ct(int size, float spacing, float z, int image) {
    float[] values = values(size, spacing, z, Contrast.CT, CT_EDGE);
    short[] pixels = new short[values.length];
    float middle = (size - 1) / 2f;
    for (int row = 0; row < size; row++) {
      for (int column = 0; column < size; column++) {
        float hu = values[row * size + column];
        hu = rest((column - middle) * spacing, (row - middle) * spacing, hu);
        hu += (hu > -900 ? CT_NOISE : 2 * CT_NOISE) * grain.at(column, row, image);
        pixels[row * size + column] = stored(hu - RESCALE_INTERCEPT);
      }
    }
    return pixels;
  }

  /** Stored values of an MR slice; {@code flair} or else T1. */
  short[] mr(int size, float spacing, float z, int image, boolean flair) {
    float[] values = values(size, spacing, z, flair ? Contrast.FLAIR : Contrast.T1, MR_EDGE);
    short[] pixels = new short[values.length];
    float middle = (size - 1) / 2f;
    for (int row = 0; row < size; row++) {
      float y = (row - middle) * spacing;
      for (int column = 0; column < size; column++) {
        float x = (column - middle) * spacing;
        // The receiving coils hear what is near them best.
        float coil = 0.86f + (x * x + y * y) / 38000f;
        float real = coil * values[row * size + column];
        real += MR_NOISE * grain.at(column, row, 2 * image + (flair ? 1 : 0));
        float imaginary = MR_NOISE * grain.at(column + 101, row + 57, image);
        pixels[row * size + column] =
            stored((float) Math.sqrt(real * real + imaginary * imaginary));
      }
    }
    return pixels;
  }

  /** Blood flow, in millilitres a minute for 100 grams, as coarse as such maps are. */
  float[] flow(int size, float spacing, float z) {
    return values(size, spacing, z, Contrast.FLOW, FLOW_EDGE);
  }

  private static short stored(float v) {
    return (short) Shapes.clamp(v + 0.5f, 0, STORED_MAX);
  }

  private float[] values(int size, float spacing, float z, Contrast contrast, float edge) {
    var paint = new HeadPaint(noise, variant, contrast, edge);
    var base = new SkullBase(noise, contrast, edge);
    float[] out = new float[size * size];
    new FieldGrid(size, spacing, COARSE, HeadFields.COUNT, (x, y, f) -> fields.measure(x, y, z, f))
        .forEach((pixel, x, y, f) -> {
          float v = paint.value(f, x, y, z);
          out[pixel] = z > SkullBase.TOP ? v : base.paint(v, f[HeadFields.DEPTH], x, y, z);
        });
    return out;
  }

  /** The head rest: two thin curved lines in the air behind the head. */
  private static float rest(float x, float y, float hu) {
    if (y < 40 || hu > -900) {
      return hu;
    }
    float r = Shapes.length(x, y + 4, 0) - 107;
    float line = Math.max(1.4f - Math.abs(r), 1.4f - Math.abs(r - 9));
    return Shapes.over(hu, -350, Shapes.cover(line, 1) * Shapes.cover(72 - Math.abs(x), 1));
  }
}
