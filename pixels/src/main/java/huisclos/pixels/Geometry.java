package huisclos.pixels;

import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Which region of the source goes to an output of what size.
 *
 * @param left first column of the region, in source pixels
 * @param top its first row
 * @param regionWidth its columns
 * @param regionHeight its rows
 * @param mirroredX whether it is turned left to right
 * @param mirroredY whether it is turned top to bottom
 * @param width columns of the output
 * @param height rows of the output
 */
record Geometry(
    double left,
    double top,
    double regionWidth,
    double regionHeight,
    boolean mirroredX,
    boolean mirroredY,
    int width,
    int height) {
  /** A pixel that claims to be longer than this is taken for square: the header is wrong. */
  private static final double MAX_ASPECT = 16;

  /** Ratios closer to 1 are left alone: nobody sees them, and resampling blurs. */
  private static final double SQUARE = 0.01;

  /** The geometry of a whole picture or of what the viewport asks; empty if it lies outside. */
  static Optional<Geometry> of(Picture picture, double aspect, Optional<Viewport> viewport) {
    return viewport.isEmpty()
        ? Optional.of(whole(picture, aspect))
        : region(picture, aspect, viewport.get());
  }

  private static Geometry whole(Picture picture, double aspect) {
    double w = picture.width() * Math.max(1, 1 / aspect);
    double h = picture.height() * Math.max(1, aspect);
    double shrink = Math.min(1, Viewport.MAX_SIDE / Math.max(w, h));
    if (aspect == 1) {
      // Never resampled because of its size alone: its pixels are held already.
      shrink = 1;
    }
    return new Geometry(
        0, 0, picture.width(), picture.height(), false, false, side(w * shrink), side(h * shrink));
  }

  private static Optional<Geometry> region(Picture picture, double aspect, Viewport viewport) {
    double left = viewport.left();
    double top = viewport.top();
    double w = viewport.regionWidth().orElse(picture.width() - left);
    double h = viewport.regionHeight().orElse(picture.height() - top);
    double x0 = Math.max(0, left);
    double y0 = Math.max(0, top);
    double x1 = Math.min(picture.width(), left + Math.abs(w));
    double y1 = Math.min(picture.height(), top + Math.abs(h));
    if (x1 <= x0 || y1 <= y0 || left >= picture.width() || top >= picture.height()) {
      return Optional.empty();
    }
    double scale = Math.min(viewport.width() / (x1 - x0), viewport.height() / (y1 - y0) / aspect);
    return Optional.of(
        new Geometry(
            x0,
            y0,
            x1 - x0,
            y1 - y0,
            w < 0,
            h < 0,
            Math.min(viewport.width(), side((x1 - x0) * scale)),
            Math.min(viewport.height(), side((y1 - y0) * scale * aspect))));
  }

  private static int side(double length) {
    return (int) Math.max(1, Math.round(length));
  }

  /** Whether the output is the picture as it is. */
  boolean isIdentity(Picture picture) {
    return width == picture.width()
        && height == picture.height()
        && regionWidth == width
        && regionHeight == height
        && !mirroredX
        && !mirroredY;
  }

  /** How much higher than wide a pixel is: Pixel Aspect Ratio, else the spacing that there is. */
  static double aspect(FrameAttributes attributes) {
    DataSet header = attributes.header();
    OptionalDouble ratio = ratio(header, Tag.PIXEL_ASPECT_RATIO);
    if (ratio.isEmpty()) {
      ratio = ratio(attributes.pixelMeasures(), Tag.PIXEL_SPACING);
    }
    if (ratio.isEmpty()) {
      ratio = ratio(header, Tag.IMAGER_PIXEL_SPACING);
    }
    if (ratio.isEmpty()) {
      ratio = ratio(header, Tag.NOMINAL_SCANNED_PIXEL_SPACING);
    }
    double aspect = ratio.orElse(1);
    boolean wrong = aspect > MAX_ASPECT || aspect < 1 / MAX_ASPECT;
    return wrong || Math.abs(aspect - 1) < SQUARE ? 1 : aspect;
  }

  /** Vertical by horizontal, if both are above zero. */
  private static OptionalDouble ratio(DataSet set, int tag) {
    double vertical = Numbers.decimal(set, tag, 0).orElse(0);
    double horizontal = Numbers.decimal(set, tag, 1).orElse(0);
    return vertical > 0 && horizontal > 0
        ? OptionalDouble.of(vertical / horizontal)
        : OptionalDouble.empty();
  }
}
