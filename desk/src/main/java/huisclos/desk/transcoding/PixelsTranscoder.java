package huisclos.desk.transcoding;

import huisclos.archive.Departure;
import huisclos.archive.PixelTranscoder;
import huisclos.dicom.TransferSyntax;
import huisclos.pixels.Transcoded;
import huisclos.pixels.Transcoder;
import huisclos.pixels.Undecodable;
import java.io.IOException;
import java.util.List;

/** The archive's transcoder, by the room that decodes and codes. Thread-safe. */
public final class PixelsTranscoder implements PixelTranscoder {
  private final Transcoder transcoder;

  /** One that this does the work of. */
  public PixelsTranscoder(Transcoder transcoder) {
    this.transcoder = transcoder;
  }

  @Override
  public List<String> targets(String stored) {
    return Transcoder.targets(stored);
  }

  @Override
  public Departure prepare(Source source, String stored, String target) throws IOException {
    return switch (transcoder.transcode(source::open, syntax(stored), syntax(target))) {
      case Transcoded done -> new Departure.Ready(done.length(), done::writeTo, done::close);
      case Undecodable(Undecodable.Reason reason) ->
          new Departure.Refused(reason.sentence(), reason.isLasting());
    };
  }

  private static TransferSyntax syntax(String uid) {
    return TransferSyntax.of(uid).orElseGet(() -> TransferSyntax.encapsulated(uid));
  }
}
