package huisclos.pixels;

import java.util.Optional;

/**
 * A window of values that becomes the range from black to white (PS3.3 §C.11.2.1.2). Immutable.
 *
 * @param center its centre, in units of the modality LUT's output
 * @param width its width, in the same units
 * @param function how values within it are spread
 */
public record Window(double center, double width, Function function) {
  /** The VOI LUT Function (0028,1056). */
  public enum Function {
    LINEAR,
    LINEAR_EXACT,
    SIGMOID;

    /** The function of a defined term; LINEAR for none and for unknown ones. */
    public static Function of(String term) {
      return switch (term.strip()) {
        case "SIGMOID" -> SIGMOID;
        case "LINEAR_EXACT" -> LINEAR_EXACT;
        default -> LINEAR;
      };
    }
  }

  /** A window if these numbers make one: finite, and as wide as the function wants. */
  public static Optional<Window> of(double center, double width, Function function) {
    boolean wide = function == Function.LINEAR ? width >= 1 : width > 0;
    return wide && Double.isFinite(center) && Double.isFinite(width)
        ? Optional.of(new Window(center, width, function))
        : Optional.empty();
  }

  /** The window that shows all values from the lowest to the highest. */
  static Window covering(double lowest, double highest) {
    return highest > lowest
        ? new Window((lowest + highest) / 2, highest - lowest, Function.LINEAR_EXACT)
        : new Window(lowest + 0.5, 1, Function.LINEAR);
  }

  /** Where a value lies in the output, from 0 to 1. */
  double apply(double value) {
    return switch (function) {
      case LINEAR ->
          width == 1
              ? (value <= center - 0.5 ? 0 : 1)
              : clamp((value - (center - 0.5)) / (width - 1) + 0.5);
      case LINEAR_EXACT -> clamp((value - center) / width + 0.5);
      case SIGMOID -> 1 / (1 + Math.exp(-4 * (value - center) / width));
    };
  }

  private static double clamp(double value) {
    return Math.clamp(value, 0, 1);
  }
}
