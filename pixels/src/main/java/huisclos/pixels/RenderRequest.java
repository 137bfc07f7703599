package huisclos.pixels;

import java.util.Optional;
import java.util.Set;

/**
 * How a frame is to be shown: the query parameters of rendered resources (PS3.18 §8.3.5).
 * Immutable.
 *
 * @param type what the image is encoded as
 * @param quality of a lossy encoding, from 1 to 100
 * @param window in place of the image's own; monochrome images only
 * @param viewport size and region; without one the image keeps its size, made wider or higher where
 *     its pixels aren't square
 * @param annotations what is written into the image
 */
public record RenderRequest(
    ImageType type,
    int quality,
    Optional<Window> window,
    Optional<Viewport> viewport,
    Set<Annotation> annotations) {
  /** The quality where none is asked for. */
  public static final int DEFAULT_QUALITY = 90;

  /** The longest side of a thumbnail where no viewport is asked for. */
  public static final int THUMBNAIL_SIDE = 128;

  /** What a rendered image can be encoded as. */
  public enum ImageType {
    JPEG("image/jpeg"),
    PNG("image/png"),
    GIF("image/gif");

    private final String mediaType;

    ImageType(String mediaType) {
      this.mediaType = mediaType;
    }

    public String mediaType() {
      return mediaType;
    }
  }

  /** What can be written into an image (PS3.18 §8.3.5.1.1). */
  public enum Annotation {
    /** Who is shown: name, ID, birth date, sex. */
    PATIENT,
    /** How it was made. */
    TECHNIQUE
  }

  /**
   * A request.
   *
   * @throws IllegalArgumentException if the quality is out of range
   */
  public RenderRequest {
    if (quality < 1 || quality > 100) {
      throw new IllegalArgumentException("a quality is from 1 to 100");
    }
    annotations = Set.copyOf(annotations);
  }

  /** The image as it wants to be seen. */
  public static RenderRequest plain(ImageType type) {
    return new RenderRequest(type, DEFAULT_QUALITY, Optional.empty(), Optional.empty(), Set.of());
  }

  /** A small picture of it, {@link #THUMBNAIL_SIDE} wide or high. */
  public static RenderRequest thumbnail(ImageType type) {
    return new RenderRequest(
        type,
        DEFAULT_QUALITY,
        Optional.empty(),
        Optional.of(Viewport.within(THUMBNAIL_SIDE, THUMBNAIL_SIDE)),
        Set.of());
  }
}
