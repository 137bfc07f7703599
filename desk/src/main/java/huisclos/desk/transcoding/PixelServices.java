package huisclos.desk.transcoding;

import huisclos.archive.Archive;
import huisclos.archive.Departures;
import huisclos.pixels.ForeignCodecs;
import huisclos.pixels.FrameCodec;
import huisclos.pixels.FrameDecoder;
import huisclos.pixels.FrameEncoder;
import huisclos.pixels.Transcoder;

/**
 * What an archive's doors share to decode and code pixel data; one of it keeps the limits for all.
 * Thread-safe.
 */
public final class PixelServices {
  private final FrameDecoder decoder;
  private final FrameCodec codec;
  private final Departures departures;

  /** For an archive; what Java doesn't decode and code is left to these. */
  public PixelServices(Archive archive, ForeignCodecs foreign) {
    this.decoder = new FrameDecoder(foreign);
    this.codec = new FrameCodec(decoder, new FrameEncoder(foreign));
    this.departures = new Departures(archive, new PixelsTranscoder(new Transcoder(codec)));
  }

  /** Decodes frames. */
  public FrameDecoder decoder() {
    return decoder;
  }

  /** Changes how frames are coded. */
  public FrameCodec codec() {
    return codec;
  }

  /** In which syntaxes instances leave. */
  public Departures departures() {
    return departures;
  }
}
