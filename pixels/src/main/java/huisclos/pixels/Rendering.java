package huisclos.pixels;

import huisclos.pixels.RenderRequest.ImageType;

/** What became of a wish to see a frame. */
public sealed interface Rendering {
  /**
   * An image.
   *
   * @param type its encoding
   * @param bytes the image; not copied
   * @param width its columns
   * @param height its rows
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on once; nobody compares renderings
  record Rendered(ImageType type, byte[] bytes, int width, int height) implements Rendering {
    /** Its size, nothing of its content. */
    @Override
    public String toString() {
      return type + " " + width + "x" + height;
    }
  }

  /** There is no image, for this reason. */
  record Unrenderable(Reason reason) implements Rendering {}

  /** Why nothing can be shown. */
  enum Reason {
    NOT_AN_IMAGE("The instance holds no pixel data."),
    PHOTOMETRIC_INTERPRETATION("The photometric interpretation is none that can be shown."),
    SAMPLES("The samples of a pixel don't fit the photometric interpretation."),
    NO_PALETTE("The palette is missing or damaged."),
    LOOKUP_TABLE("A lookup table is damaged."),
    REGION("The region lies outside the image."),
    TOO_LARGE("The image would be larger than is rendered.");

    private final String sentence;

    Reason(String sentence) {
      this.sentence = sentence;
    }

    /** Why, for a reader. */
    public String sentence() {
      return sentence;
    }
  }
}
