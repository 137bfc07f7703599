package huisclos.pixels;

/** A frame, or the pixel data as a whole, that is not to be had as samples; and why. */
public record Undecodable(Reason reason)
    implements Opening, Decoding, NativeDecoding, Encoding, FrameConversion, Transcoding {
  /** Why. The sentences are for a person and hold no value of the data set. */
  public enum Reason {
    NO_PIXELS("The object holds no pixel data."),
    NO_SUCH_FRAME("The object has no frame of that number."),
    INCONSISTENT("The attributes that describe the pixels are missing or contradict each other."),
    TOO_LARGE("The frame is larger than this archive decodes."),
    NOT_SUPPORTED("The pixel data's transfer syntax is not one that this archive decodes."),
    FLOAT_PIXELS("The pixel data are floating point numbers, which this archive does not render."),
    DAMAGED("The frame's bytes break the format that its transfer syntax names."),
    NO_OPENJPEG("The decoder of JPEG 2000 is not installed (Debian package libopenjp2-7)."),
    NO_CHARLS("The decoder of JPEG-LS is not installed (Debian package libcharls2)."),
    NOT_KEPT("The transfer syntax asked for can't keep every bit of these samples."),
    DECODER_DIED("The decoder's process ended while it decoded the frame."),
    DECODER_TIMEOUT("The decoder took too long for the frame and was ended."),
    BUSY("All decoders are busy.");

    private final String sentence;

    Reason(String sentence) {
      this.sentence = sentence;
    }

    /** Whether another try in a moment may do. */
    public boolean isMomentary() {
      return this == BUSY;
    }

    /** Whether it is the object's fault, and not that of the moment or of the machine. */
    public boolean isLasting() {
      return switch (this) {
        case NO_PIXELS,
            NO_SUCH_FRAME,
            INCONSISTENT,
            TOO_LARGE,
            NOT_SUPPORTED,
            FLOAT_PIXELS,
            DAMAGED,
            NOT_KEPT,
            DECODER_DIED ->
            true;
        case NO_OPENJPEG, NO_CHARLS, DECODER_TIMEOUT, BUSY -> false;
      };
    }

    /** What to tell a person. */
    public String sentence() {
      return sentence;
    }
  }
}
