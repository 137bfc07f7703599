package huisclos.app.demo;

import static huisclos.app.demo.Shapes.clamp;

/** A radiograph in the making: shadow in millimetres of water, seen from the front. Not shared. */
final class Plane {
  private final float[] shadow;
  private final int size;
  private final float field;
  private final float bottom;
  private final float scale;

  Plane(float[] shadow, int size, float field, float bottom) {
    this.shadow = shadow;
    this.size = size;
    this.field = field;
    this.bottom = bottom;
    scale = (size - 1) / field;
  }

  int size() {
    return size;
  }

  /** Millimetres to the left at a column, and height at a row. */
  float x(float column) {
    return column / scale - field / 2;
  }

  float z(float row) {
    return bottom + field - row / scale;
  }

  int column(float x) {
    return (int) clamp((x + field / 2) * scale, 0, size - 1);
  }

  int row(float z) {
    return (int) clamp((bottom + field - z) * scale, 0, size - 1);
  }

  void add(int column, int row, float water) {
    shadow[row * size + column] += water;
  }

  /** Adds what a tube's thickness absorbs. */
  void tube(Tube t, float density) {
    float r = Math.max(t.ar(), t.br()) + 0.5f;
    int x0 = column(Math.min(t.ax(), t.bx()) - r);
    int x1 = column(Math.max(t.ax(), t.bx()) + r);
    int y0 = row(t.top() + 0.5f);
    int y1 = row(t.bottom() - 0.5f);
    var flat = new Tube(t.ax(), 0, t.az(), t.ar(), t.bx(), 0, t.bz(), t.br());
    float radius = (t.ar() + t.br()) / 2;
    for (int row = y0; row <= y1; row++) {
      for (int column = x0; column <= x1; column++) {
        float inside = flat.inside(x(column), 0, z(row));
        if (inside > 0) {
          float off = radius - Math.min(inside, radius);
          add(column, row, density * 2 * (float) Math.sqrt(radius * radius - off * off));
        }
      }
    }
  }

  /** The shadow between pixels. */
  float at(float column, float row) {
    int i = Math.min((int) column, size - 2);
    int j = Math.min((int) row, size - 2);
    float u = column - i;
    float v = row - j;
    int p = j * size + i;
    float a = shadow[p] + (shadow[p + 1] - shadow[p]) * u;
    float b = shadow[p + size] + (shadow[p + size + 1] - shadow[p + size]) * u;
    return a + (b - a) * v;
  }

  /** Enlarges an image by quadratic B-splines: smooth, without the creases of a linear one. */
  static float[] enlarge(float[] from, int width, int height, int toWidth, int toHeight) {
    float[] tall = new float[width * toHeight];
    for (int i = 0; i < toHeight; i++) {
      float at = i * (height - 1f) / (toHeight - 1);
      int middle = Math.round(at);
      float t = at - middle;
      float a = 0.5f * (0.5f - t) * (0.5f - t);
      float b = 0.75f - t * t;
      float c = 0.5f * (0.5f + t) * (0.5f + t);
      int before = Math.max(middle - 1, 0) * width;
      int after = Math.min(middle + 1, height - 1) * width;
      int here = middle * width;
      for (int k = 0; k < width; k++) {
        tall[i * width + k] = a * from[before + k] + b * from[here + k] + c * from[after + k];
      }
    }
    return widen(tall, width, toHeight, toWidth);
  }

  private static float[] widen(float[] from, int width, int height, int toWidth) {
    int[] middle = new int[toWidth];
    float[] offset = new float[toWidth];
    for (int i = 0; i < toWidth; i++) {
      float at = i * (width - 1f) / (toWidth - 1);
      // The outermost columns stand for their missing neighbours.
      middle[i] = Math.clamp(Math.round(at), 1, width - 2);
      offset[i] = Math.clamp(at - middle[i], -0.5f, 0.5f);
    }
    float[] out = new float[toWidth * height];
    for (int row = 0; row < height; row++) {
      for (int i = 0; i < toWidth; i++) {
        int p = row * width + middle[i];
        float t = offset[i];
        float a = 0.5f * (0.5f - t) * (0.5f - t);
        float c = 0.5f * (0.5f + t) * (0.5f + t);
        out[row * toWidth + i] = a * from[p - 1] + (0.75f - t * t) * from[p] + c * from[p + 1];
      }
    }
    return out;
  }
}
