package huisclos.desk.web.wado;

import huisclos.archive.StoredInstance;
import huisclos.dicom.DataSet;
import huisclos.dicom.DicomException;
import huisclos.gate.Pass;
import huisclos.pixels.DecodedFrame;
import huisclos.pixels.FrameDecoder;
import huisclos.pixels.FrameSource;
import huisclos.pixels.GifAnimation;
import huisclos.pixels.NativeDecoding;
import huisclos.pixels.NativeFrame;
import huisclos.pixels.Opening;
import huisclos.pixels.RenderRequest;
import huisclos.pixels.RenderRequest.ImageType;
import huisclos.pixels.Renderer;
import huisclos.pixels.Rendering;
import huisclos.pixels.Undecodable;
import java.io.IOException;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;

/**
 * Renders frames of selected instances: reads the frame alone, decodes it, and shows it. Frames
 * wait for each other where together they would take too much memory. Thread-safe.
 */
final class FrameRenderer {
  /** Millions of samples that are decoded and rendered at a time, all requests together. */
  private static final int MEGASAMPLES = 80;

  private final InstanceReader reader;
  private final FrameDecoder decoder;
  private final Semaphore room = new Semaphore(MEGASAMPLES, true);

  FrameRenderer(InstanceReader reader, FrameDecoder decoder) {
    this.reader = reader;
    this.decoder = decoder;
  }

  /** A picture, or a sentence that says why there is none. */
  sealed interface Outcome {
    record Picture(Rendering.Rendered rendered) implements Outcome {}

    /** None; {@code absent} where there is no such frame, {@code busy} where another try may do. */
    record None(String why, boolean absent, boolean busy) implements Outcome {}
  }

  /** Renders one frame, counted from 0. */
  Outcome render(Pass pass, StoredInstance instance, int frame, ImageType type, RenderQuery query)
      throws IOException {
    return switch (opened(pass, instance, frame)) {
      case Undecodable undecodable -> none(undecodable);
      case FrameSource source ->
          reserved(
              source,
              () ->
                  switch (decoder.decodeNative(source, frame)) {
                    case Undecodable undecodable -> none(undecodable);
                    case NativeFrame decoded ->
                        shown(
                            source.header(),
                            frame,
                            decoded,
                            query.request(type, source.description()));
                  });
    };
  }

  private static Outcome shown(
      DataSet header, int frame, NativeFrame decoded, RenderRequest request) {
    DecodedFrame samples = decoded.decoded();
    return switch (Renderer.render(header, frame, samples, Optional.of(decoded), request)) {
      case Rendering.Rendered rendered -> new Outcome.Picture(rendered);
      case Rendering.Unrenderable(Rendering.Reason reason) ->
          new Outcome.None(reason.sentence(), false, false);
    };
  }

  /**
   * Adds a frame to an animation.
   *
   * @return why not, if it could not be
   */
  Optional<Outcome.None> append(
      GifAnimation animation, Pass pass, StoredInstance instance, int frame, RenderQuery query)
      throws IOException {
    return switch (opened(pass, instance, frame)) {
      case Undecodable undecodable -> Optional.of(none(undecodable));
      case FrameSource source -> reserved(source, () -> append(animation, source, frame, query));
    };
  }

  private Optional<Outcome.None> append(
      GifAnimation animation, FrameSource source, int frame, RenderQuery query) throws IOException {
    NativeDecoding decoding = decoder.decodeNative(source, frame);
    return switch (decoding) {
      case Undecodable undecodable -> Optional.of(none(undecodable));
      case NativeFrame decoded ->
          Renderer.append(
                  animation,
                  source.header(),
                  frame,
                  decoded.decoded(),
                  query.request(ImageType.GIF, source.description()))
              .map(reason -> new Outcome.None(reason.sentence(), false, false));
    };
  }

  /** Milliseconds that each frame of an instance is shown. */
  double frameTime(Pass pass, StoredInstance instance) throws IOException {
    return Renderer.frameTime(reader.attributes(pass, instance));
  }

  private static Outcome.None none(Undecodable undecodable) {
    return new Outcome.None(
        undecodable.reason().sentence(),
        undecodable.reason() == Undecodable.Reason.NO_SUCH_FRAME,
        undecodable.reason().isMomentary());
  }

  private Opening opened(Pass pass, StoredInstance instance, int frame) throws IOException {
    SortedSet<Integer> wanted = new TreeSet<>();
    wanted.add(frame);
    try {
      return reader.read(pass, instance, from -> FrameSource.read(from, wanted));
    } catch (DicomException _) {
      return new Undecodable(Undecodable.Reason.INCONSISTENT);
    }
  }

  /** What is done with memory reserved. */
  @FunctionalInterface
  private interface Work<T> {
    T run() throws IOException;
  }

  private <T> T reserved(FrameSource source, Work<T> work) throws IOException {
    int share = Math.clamp(source.description().samples() >> 20, 1, MEGASAMPLES);
    room.acquireUninterruptibly(share);
    try {
      return work.run();
    } finally {
      room.release(share);
    }
  }
}
