package huisclos.pixels;

import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import java.util.ArrayList;
import java.util.List;

/**
 * Display shutters: what lies outside of every one of them is covered (PS3.3 §C.7.6.11). Bitmap
 * shutters belong to presentation states and are no part of an image.
 */
final class Shutter {
  /** Vertices of a polygon, at most; real ones have a dozen. */
  private static final int MAX_VERTICES = 1024;

  private Shutter() {}

  /** Covers what the shutters of these attributes hide. */
  static void apply(Picture picture, DataSet attributes) {
    byte cover = (byte) (attributes.integer(Tag.SHUTTER_PRESENTATION_VALUE).orElse(0) >> 8);
    for (String shape : attributes.strings(Tag.SHUTTER_SHAPE)) {
      switch (shape) {
        case "RECTANGULAR" -> rectangle(picture, attributes, cover);
        case "CIRCULAR" -> circle(picture, attributes, cover);
        case "POLYGONAL" -> polygon(picture, attributes, cover);
        default -> {}
      }
    }
  }

  /** Covers a row but for the columns from {@code from} on and before {@code to}. */
  private static void outside(Picture picture, int y, int from, int to, byte cover) {
    cover(picture, y, 0, from, cover);
    cover(picture, y, Math.max(from, to), picture.width(), cover);
  }

  private static void rectangle(Picture picture, DataSet set, byte cover) {
    int left = set.integer(Tag.SHUTTER_LEFT_VERTICAL_EDGE).orElse(1);
    int right = set.integer(Tag.SHUTTER_RIGHT_VERTICAL_EDGE).orElse(picture.width());
    int upper = set.integer(Tag.SHUTTER_UPPER_HORIZONTAL_EDGE).orElse(1);
    int lower = set.integer(Tag.SHUTTER_LOWER_HORIZONTAL_EDGE).orElse(picture.height());
    for (int y = 0; y < picture.height(); y++) {
      // Rows and columns count from 1; those of the edges stay visible.
      boolean inside = y + 1 >= upper && y + 1 <= lower;
      outside(picture, y, inside ? left - 1 : picture.width(), inside ? right : 0, cover);
    }
  }

  private static void circle(Picture picture, DataSet set, byte cover) {
    long[] center = set.integers(Tag.CENTER_OF_CIRCULAR_SHUTTER);
    double radius = set.integer(Tag.RADIUS_OF_CIRCULAR_SHUTTER).orElse(0);
    if (center.length < 2 || radius <= 0) {
      return;
    }
    for (int y = 0; y < picture.height(); y++) {
      double dy = y + 1.0 - center[0];
      double half = dy * dy > radius * radius ? -1 : Math.sqrt(radius * radius - dy * dy);
      int from = half < 0 ? picture.width() : (int) Math.ceil(center[1] - 1 - half);
      int to = half < 0 ? 0 : (int) Math.floor(center[1] - 1 + half) + 1;
      outside(picture, y, from, to, cover);
    }
  }

  private static void polygon(Picture picture, DataSet set, byte cover) {
    long[] flat = set.integers(Tag.VERTICES_OF_THE_POLYGONAL_SHUTTER);
    int vertices = Math.min(flat.length / 2, MAX_VERTICES);
    if (vertices < 3) {
      return;
    }
    for (int y = 0; y < picture.height(); y++) {
      List<Double> crossings = crossings(flat, vertices, y + 1.0);
      int from = 0;
      for (int i = 0; i + 1 < crossings.size(); i += 2) {
        int start = (int) Math.ceil(crossings.get(i) - 1);
        cover(picture, y, from, start, cover);
        from = Math.max(from, (int) Math.floor(crossings.get(i + 1) - 1) + 1);
      }
      cover(picture, y, from, picture.width(), cover);
    }
  }

  private static void cover(Picture picture, int y, int from, int to, byte cover) {
    for (int x = Math.max(from, 0); x < Math.min(to, picture.width()); x++) {
      picture.dot(x, y, cover);
    }
  }

  /** The columns where a row meets the polygon's edges, in ascending order. */
  private static List<Double> crossings(long[] flat, int vertices, double row) {
    List<Double> found = new ArrayList<>();
    for (int i = 0; i < vertices; i++) {
      int next = (i + 1) % vertices;
      double y0 = flat[2 * i];
      double y1 = flat[2 * next];
      if ((y0 <= row) != (y1 <= row)) {
        double x0 = flat[2 * i + 1];
        double x1 = flat[2 * next + 1];
        found.add(x0 + (row - y0) * (x1 - x0) / (y1 - y0));
      }
    }
    found.sort(Double::compare);
    return found;
  }
}
