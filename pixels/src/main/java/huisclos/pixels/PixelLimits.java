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

  /** Bytes of one object that are held once it is transcoded; a longer one is transcoded twice. */
  public static final int MAX_SPOOL_BYTES = 64 << 20;

  /** Bytes of all objects so held: an eighth of the heap, and no more than this. */
  public static final long MAX_SPOOLED_BYTES = 512L << 20;

  /** Frames that are transcoded at a time; each may take four times its samples' bytes. */
  public static final int TRANSCODED_AT_ONCE = 2;

  /** What a decoder in a process of its own may take for one frame. */
  public static final Duration DECODER_TIME = Duration.ofSeconds(20);

  /** Address space of such a process, where the system can limit it: the JVM's share included. */
  public static final long DECODER_ADDRESS_SPACE = 6L << 30;

  private PixelLimits() {}
}
