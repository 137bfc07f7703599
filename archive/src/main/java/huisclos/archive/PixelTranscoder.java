package huisclos.archive;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * Changes how pixel data is coded. Implemented above this room, where decoders are: to the archive
 * pixels are bytes. Implementations are thread-safe.
 */
public interface PixelTranscoder {
  /** Changes nothing. */
  PixelTranscoder NONE =
      new PixelTranscoder() {
        @Override
        public List<String> targets(String stored) {
          return List.of();
        }

        @Override
        public Departure prepare(Source source, String stored, String target) {
          return new Departure.Refused("there is no way into this transfer syntax", true);
        }
      };

  /** A data set's bytes: from the first again at each opening. */
  @FunctionalInterface
  interface Source {
    /** Opens it; the caller closes it. */
    InputStream open() throws IOException;
  }

  /** The transfer syntaxes that data sets kept in {@code stored} can be made into, best first. */
  List<String> targets(String stored);

  /**
   * Transcodes a data set, to the end, so that what is ready won't turn out damaged.
   *
   * @param target one of the {@link #targets}
   * @throws IOException if the source can't be read
   */
  Departure prepare(Source source, String stored, String target) throws IOException;
}
