package huisclos.pixels;

import java.util.OptionalDouble;

/**
 * The size of a rendered image and the region of its source that fills it (PS3.18 §8.3.5.1.3). The
 * region is scaled as large as fits without distortion, so that one side may stay below the size
 * given here. Immutable.
 *
 * @param width most columns of the output, at least 1
 * @param height most rows of the output, at least 1
 * @param left first column of the region, in source pixels
 * @param top first row of the region, in source pixels
 * @param regionWidth columns of the region; negative: mirrored left to right; absent: to the edge
 * @param regionHeight rows of the region; negative: mirrored top to bottom; absent: to the edge
 */
public record Viewport(
    int width,
    int height,
    double left,
    double top,
    OptionalDouble regionWidth,
    OptionalDouble regionHeight) {
  /** Columns or rows of an output, at most. */
  public static final int MAX_SIDE = 8192;

  /**
   * A viewport.
   *
   * @throws IllegalArgumentException if a size is outside 1 to {@link #MAX_SIDE}, or a number isn't
   *     finite
   */
  public Viewport {
    if (width < 1 || height < 1 || width > MAX_SIDE || height > MAX_SIDE) {
      throw new IllegalArgumentException("a viewport's size is out of range");
    }
    if (!Double.isFinite(left + top + regionWidth.orElse(1) + regionHeight.orElse(1))
        || regionWidth.orElse(1) == 0
        || regionHeight.orElse(1) == 0) {
      throw new IllegalArgumentException("a viewport's region is out of range");
    }
  }

  /** The whole source within this size. */
  public static Viewport within(int width, int height) {
    return new Viewport(width, height, 0, 0, OptionalDouble.empty(), OptionalDouble.empty());
  }
}
