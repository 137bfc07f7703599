package huisclos.app.demo;

/**
 * Smooth fields over a square image: measured on a coarse grid and interpolated per pixel, which
 * costs a tenth of measuring each. The first is the depth under the skin. The image's centre is the
 * origin.
 */
final class FieldGrid {
  /** Measures every field at a place (mm). */
  interface Measure {
    void at(float x, float y, float[] fields);
  }

  /** Takes a pixel's index, its place (mm) and its fields, which are only lent. */
  interface Pixel {
    void take(int index, float x, float y, float[] fields);
  }

  /** Where the first field is below this, the others are not interpolated: nothing is there. */
  private static final float OUTSIDE = -3;

  private final int size;
  private final float spacing;
  private final int count;
  private final int nodes;
  private final float step;
  private final float[] grid;

  /** Measures {@code count} fields every {@code coarse} mm. */
  FieldGrid(int size, float spacing, float coarse, int count, Measure measure) {
    this.size = size;
    this.spacing = spacing;
    this.count = count;
    nodes = (int) Math.ceil((size - 1) * spacing / coarse) + 1;
    // In pixels, so that the last node lies on the last pixel.
    step = (size - 1f) / (nodes - 1);
    grid = new float[nodes * nodes * count];
    float[] fields = new float[count];
    float middle = (size - 1) / 2f;
    for (int j = 0; j < nodes; j++) {
      for (int i = 0; i < nodes; i++) {
        measure.at((i * step - middle) * spacing, (j * step - middle) * spacing, fields);
        System.arraycopy(fields, 0, grid, (j * nodes + i) * count, count);
      }
    }
  }

  /** Visits every pixel, row by row. */
  void forEach(Pixel visitor) {
    float[] line = new float[nodes * count];
    float[] fields = new float[count];
    float middle = (size - 1) / 2f;
    for (int row = 0; row < size; row++) {
      float v = row / step;
      int j = Math.min((int) v, nodes - 2);
      blendRow(line, j, v - j);
      for (int column = 0; column < size; column++) {
        float u = column / step;
        int i = Math.min((int) u, nodes - 2);
        float t = u - i;
        int p = i * count;
        fields[0] = line[p] + (line[p + count] - line[p]) * t;
        int wanted = fields[0] < OUTSIDE ? 1 : count;
        for (int k = 1; k < wanted; k++) {
          fields[k] = line[p + k] + (line[p + count + k] - line[p + k]) * t;
        }
        visitor.take(
            row * size + column, (column - middle) * spacing, (row - middle) * spacing, fields);
      }
    }
  }

  private void blendRow(float[] line, int j, float t) {
    int above = j * nodes * count;
    int below = above + nodes * count;
    for (int k = 0; k < line.length; k++) {
      line[k] = grid[above + k] + (grid[below + k] - grid[above + k]) * t;
    }
  }
}
