package huisclos.pixels;

import java.time.Duration;

/** What a frame may cost. Everything is checked before it is allocated. */
public final class PixelLimits {
  /** Samples of one frame, all planes: 8192 × 8192 grey, or 4729 × 4729 in colour. */
  public static final int MAX_SAMPLES = 64 << 20;

  /** Bytes of one frame as it is stored or sent, coded or not. */
  public static final int MAX_FRAME_BYTES = 256 << 20;

  /** Bytes of all frames that one source holds. */
  public static final long MAX_HELD_BYTES = 512L << 20;

  /** Frames of one object. */
  public static final int MAX_FRAMES = 1 << 20;

  /** What a decoder in a process of its own may take for one frame. */
  public static final Duration DECODER_TIME = Duration.ofSeconds(20);

  /** Address space of such a process, where the system can limit it: the JVM's share included. */
  public static final long DECODER_ADDRESS_SPACE = 6L << 30;

  private PixelLimits() {}
}
