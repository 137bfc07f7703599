package huisclos.pixels;

import huisclos.dicom.DicomException;
import huisclos.dicom.TransferSyntax;
import huisclos.dicom.Uids;
import huisclos.pixels.Undecodable.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * Changes how the pixel data of a data set is coded: compressed to uncompressed, and either to what
 * {@link FrameEncoder} codes without loss; the attributes that say so go with it (PS3.3 §C.7.6.3,
 * PS3.5 §8.2). Frame by frame, whatever the number of frames: what is held is the header, one
 * frame, and a short result. Thread-safe; {@link PixelLimits#TRANSCODED_AT_ONCE} frames at a time.
 */
public final class Transcoder {
  private static final List<String> UNCOMPRESSED =
      List.of(Uids.EXPLICIT_VR_LITTLE_ENDIAN, Uids.IMPLICIT_VR_LITTLE_ENDIAN);

  private final FrameCodec codec;
  private final Semaphore room = Spool.sharedRoom();

  /** One whose frames this converts. */
  public Transcoder(FrameCodec codec) {
    this.codec = codec;
  }

  /** A data set's bytes: from the first again at each opening. */
  @FunctionalInterface
  public interface Source {
    /** Opens it; the caller closes it. */
    InputStream open() throws IOException;
  }

  /**
   * What data sets kept in a syntax can be transcoded to, best first: uncompressed from a
   * compressed one, and what can be coded. Some objects can't, for all that.
   */
  public static List<String> targets(String kept) {
    Optional<TransferSyntax> syntax = TransferSyntax.of(kept);
    if (syntax.isEmpty() || Codecs.of(syntax.get()).isEmpty()) {
      return List.of();
    }
    List<String> targets = new ArrayList<>();
    if (syntax.get().encapsulated()) {
      targets.addAll(UNCOMPRESSED);
    } else if (!syntax.get().uncompressed()) {
      return List.of(); // The pixels are elsewhere.
    }
    FrameEncoder.SYNTAXES.stream().filter(uid -> !uid.equals(kept)).forEach(targets::add);
    return List.copyOf(targets);
  }

  /**
   * Transcodes a data set. A damaged one is found out here, before anything is written anywhere.
   *
   * @param from what it is kept in
   * @param to one of the {@link #targets}
   * @throws IOException if the source can't be read
   */
  public Transcoding transcode(Source source, TransferSyntax from, TransferSyntax to)
      throws IOException {
    if (!targets(from.uid()).contains(to.uid())) {
      return new Undecodable(Reason.NOT_SUPPORTED);
    }
    Spool spool = new Spool(room);
    boolean sound = false;
    try (InputStream in = source.open()) {
      Optional<Undecodable> refusal = new TranscodingPass(codec, to, spool).run(in, from);
      sound = refusal.isEmpty();
      if (!sound) {
        return refusal.get();
      }
    } catch (DicomException _) {
      return new Undecodable(Reason.DAMAGED);
    } finally {
      if (!sound) {
        spool.close();
      }
    }
    return new Transcoded(
        spool,
        out -> {
          try (InputStream in = source.open()) {
            if (new TranscodingPass(codec, to, out).run(in, from).isPresent()) {
              throw new IOException("a frame that was decoded before can't be now");
            }
          }
        });
  }
}
