package huisclos.desk.web.wado;

import huisclos.desk.web.Call;
import huisclos.pixels.PixelDescription;
import huisclos.pixels.RenderRequest;
import huisclos.pixels.RenderRequest.Annotation;
import huisclos.pixels.RenderRequest.ImageType;
import huisclos.pixels.Viewport;
import huisclos.pixels.Window;
import huisclos.pixels.Window.Function;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The query parameters of rendered resources (PS3.18 §8.3.5): {@code window}, {@code viewport},
 * {@code quality} and the one for words. Others are left alone, but for {@code iccprofile}, of
 * which it is said that there is none.
 *
 * @param warnings what was asked for and isn't done
 */
record RenderQuery(
    int quality,
    Optional<Window> window,
    Optional<Viewport> viewport,
    Optional<Region> region,
    Set<Annotation> annotations,
    List<String> warnings) {
  private static final Pattern KEYWORD = Pattern.compile("[A-Za-z][A-Za-z0-9-]{0,31}");
  private static final Set<String> PROFILES = Set.of("no", "yes", "srgb", "adobergb", "rommrgb");
  private static final List<String> KEYWORDS =
      Arrays.stream(Annotation.values()).map(RenderQuery::keyword).toList();
  private static final Pattern DECIMAL = Pattern.compile("[-+]?[0-9]{1,9}(\\.[0-9]{0,9})?");

  /** What none of the parameters may be longer than, in characters. */
  private static final int MAX_CHARS = 256;

  RenderQuery {
    annotations = Set.copyOf(annotations);
    warnings = List.copyOf(warnings);
  }

  /** A parameter says something else than the standard allows. */
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1;

    private final String detail;

    /**
     * A malformed parameter.
     *
     * @param detail which, and what it should be; nothing of what it was
     */
    Malformed(String detail) {
      super("a parameter is malformed");
      this.detail = detail;
    }

    String detail() {
      return detail;
    }
  }

  /** The parameters of a call. */
  static RenderQuery of(Call call) throws Malformed {
    Optional<String> quality = value(call, "quality");
    Optional<String> window = value(call, "window");
    Optional<String> viewport = value(call, "viewport");
    List<String> words = words(value(call, "annotation"));
    List<String> warnings = new ArrayList<>(unknown(words));
    profile(value(call, "iccprofile")).ifPresent(warnings::add);
    return new RenderQuery(
        quality.isEmpty() ? RenderRequest.DEFAULT_QUALITY : quality(quality.get()),
        window.isEmpty() ? Optional.empty() : Optional.of(window(window.get())),
        viewport.isEmpty() ? Optional.empty() : Optional.of(viewport(viewport.get())),
        Optional.empty(),
        annotations(words),
        warnings);
  }

  /** What is said where a colour profile is wanted (PS3.18 §8.3.5.1.5). */
  private static Optional<String> profile(Optional<String> asked) throws Malformed {
    if (asked.isPresent() && !PROFILES.contains(asked.get())) {
      throw new Malformed("iccprofile is no, yes, srgb, adobergb or rommrgb");
    }
    return asked
        .filter(profile -> !profile.equals("no"))
        .map(_ -> "The iccprofile parameter is not supported. No ICC profile is embedded.");
  }

  private static Optional<String> value(Call call, String name) throws Malformed {
    Optional<String> value = call.query(name);
    if (value.isPresent() && value.get().length() > MAX_CHARS) {
      throw new Malformed(name + " is too long");
    }
    return value;
  }

  static int quality(String text) throws Malformed {
    if (!text.matches("[0-9]{1,3}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > 100) {
      throw new Malformed("quality is a number from 1 to 100");
    }
    return Integer.parseInt(text);
  }

  /** {@code centre,width,function} (PS3.18 §8.3.5.1.4). */
  private static Window window(String text) throws Malformed {
    List<String> parts = List.of(text.split(",", -1));
    if (parts.size() != 3) {
      throw new Malformed("window is centre,width,function");
    }
    return window(parts.get(0), parts.get(1), function(parts.get(2)));
  }

  static Window window(String center, String width, Function function) throws Malformed {
    return Window.of(decimal(center), decimal(width), function)
        .orElseThrow(() -> new Malformed("window is too narrow"));
  }

  private static Function function(String text) throws Malformed {
    return switch (text) {
      case "linear" -> Function.LINEAR;
      case "linear-exact" -> Function.LINEAR_EXACT;
      case "sigmoid" -> Function.SIGMOID;
      default -> throw new Malformed("window's function is linear, linear-exact or sigmoid");
    };
  }

  /**
   * {@code vw,vh[,sx,sy,sw,sh]}: each of the last four may be left empty, and with its comma where
   * none follows (PS3.18 §8.3.5.1.3).
   */
  private static Viewport viewport(String text) throws Malformed {
    List<String> parts = List.of(text.split(",", -1));
    if (parts.size() < 2 || parts.size() > 6 || parts.getLast().isEmpty()) {
      throw new Malformed("viewport is width,height or width,height,x,y,width,height");
    }
    int width = side(parts.get(0));
    int height = side(parts.get(1));
    if (parts.size() == 2) {
      return Viewport.within(width, height);
    }
    try {
      return new Viewport(
          width,
          height,
          Math.abs(part(parts, 2).orElse(0)),
          Math.abs(part(parts, 3).orElse(0)),
          part(parts, 4),
          part(parts, 5));
    } catch (IllegalArgumentException _) {
      throw new Malformed("viewport's region is out of range");
    }
  }

  static int side(String text) throws Malformed {
    if (!text.matches("[0-9]{1,5}")
        || Integer.parseInt(text) < 1
        || Integer.parseInt(text) > Viewport.MAX_SIDE) {
      throw new Malformed("viewport's sides are numbers from 1 to " + Viewport.MAX_SIDE);
    }
    return Integer.parseInt(text);
  }

  private static OptionalDouble part(List<String> parts, int index) throws Malformed {
    return index >= parts.size() || parts.get(index).isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(decimal(parts.get(index)));
  }

  static double decimal(String text) throws Malformed {
    if (!DECIMAL.matcher(text).matches()) {
      throw new Malformed("a number is malformed");
    }
    return Double.parseDouble(text);
  }

  /** The keywords of an annotation, known or not (PS3.18 §8.3.5.1.1). */
  static List<String> words(Optional<String> text) throws Malformed {
    List<String> words = text.map(list -> List.of(list.split(",", -1))).orElse(List.of());
    if (!words.stream().allMatch(word -> KEYWORD.matcher(word).matches())) {
      throw new Malformed("annotation is a list of keywords: patient, technique");
    }
    return words;
  }

  static Set<Annotation> annotations(List<String> words) {
    Set<Annotation> annotations = EnumSet.noneOf(Annotation.class);
    for (Annotation annotation : Annotation.values()) {
      if (words.contains(keyword(annotation))) {
        annotations.add(annotation);
      }
    }
    return annotations;
  }

  /** What is said of keywords that aren't ours: they are left out, the rest is done. */
  static List<String> unknown(List<String> words) {
    List<String> unknown = words.stream().filter(word -> !KEYWORDS.contains(word)).toList();
    return unknown.isEmpty()
        ? List.of()
        : List.of(
            "The following annotation values are not supported: " + String.join(", ", unknown));
  }

  private static String keyword(Annotation annotation) {
    return switch (annotation) {
      case PATIENT -> "patient";
      case TECHNIQUE -> "technique";
    };
  }

  /** A part of the image in fractions of its sides, from 0 to 1 (WADO-URI, PS3.18 §9.1.2.2.4). */
  record Region(double left, double top, double right, double bottom) {
    static Region of(String text) throws Malformed {
      List<String> parts = List.of(text.split(",", -1));
      if (parts.size() != 4) {
        throw new Malformed("region is left,top,right,bottom");
      }
      Region region =
          new Region(
              decimal(parts.get(0)),
              decimal(parts.get(1)),
              decimal(parts.get(2)),
              decimal(parts.get(3)));
      if (region.left < 0
          || region.top < 0
          || region.right > 1
          || region.bottom > 1
          || region.left >= region.right
          || region.top >= region.bottom) {
        throw new Malformed("region is within 0 to 1");
      }
      return region;
    }

    /** The region of an image of this size, as large as it is or as the viewport is. */
    private Viewport in(PixelDescription image, Optional<Viewport> viewport) {
      double width = (right - left) * image.columns();
      double height = (bottom - top) * image.rows();
      Viewport size = viewport.orElse(Viewport.within(limited(width), limited(height)));
      return new Viewport(
          size.width(),
          size.height(),
          left * image.columns(),
          top * image.rows(),
          OptionalDouble.of(width),
          OptionalDouble.of(height));
    }

    private static int limited(double length) {
      return Math.clamp(Math.round(length), 1, Viewport.MAX_SIDE);
    }
  }

  /** Says in the answer what isn't done of what was asked (RFC 7234 §5.5, 299). */
  void warn(Call call) {
    if (!warnings.isEmpty()) {
      call.set(
          "Warning",
          warnings.stream()
              .map(warning -> "299 - \"" + warning + "\"")
              .collect(Collectors.joining(", ")));
    }
  }

  /** The request for an image in one encoding. */
  RenderRequest request(ImageType type, PixelDescription image) {
    Optional<Viewport> shown = region.map(r -> r.in(image, viewport)).or(() -> viewport);
    return new RenderRequest(type, quality, window, shown, annotations);
  }

  /**
   * The same, no larger than a thumbnail where no size was asked for, and without words: a
   * thumbnail has no region (PS3.18 §8.3.5.2).
   */
  RenderQuery thumbnail() throws Malformed {
    if (viewport.filter(v -> !v.equals(Viewport.within(v.width(), v.height()))).isPresent()) {
      throw new Malformed("a thumbnail's viewport is width,height");
    }
    Viewport small = Viewport.within(RenderRequest.THUMBNAIL_SIDE, RenderRequest.THUMBNAIL_SIDE);
    return new RenderQuery(
        quality, window, viewport.or(() -> Optional.of(small)), region, Set.of(), List.of());
  }
}
