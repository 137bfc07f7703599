package huisclos.pixels;

import huisclos.pixels.Undecodable.Reason;
import java.io.IOException;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Takes frames as they stream by, in their order. */
@FunctionalInterface
interface FrameSink {
  /**
   * Takes a frame as it is stored, padding included.
   *
   * @param number from 0
   * @return why no more is wanted; empty to go on
   */
  Optional<Undecodable> take(int number, byte[] stored) throws IOException;

  /** Keeps frames, {@link PixelLimits#MAX_HELD_BYTES} at most. Of one thread. */
  final class Keeping implements FrameSink {
    private final SortedMap<Integer, byte[]> frames = new TreeMap<>();
    private long held;

    @Override
    public Optional<Undecodable> take(int number, byte[] stored) {
      held += stored.length;
      frames.put(number, stored);
      return held > PixelLimits.MAX_HELD_BYTES
          ? Optional.of(new Undecodable(Reason.TOO_LARGE))
          : Optional.empty();
    }

    SortedMap<Integer, byte[]> frames() {
      return frames;
    }
  }
}
