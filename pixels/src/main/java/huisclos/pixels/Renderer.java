package huisclos.pixels;

import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import huisclos.pixels.Rendering.Reason;
import huisclos.pixels.Rendering.Rendered;
import huisclos.pixels.Rendering.Unrenderable;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;

/**
 * Frames as pictures for the eye (PS3.18 §8.7.3, §10.4.1.1.3): the grey or colour pipeline, the
 * display shutter, overlays, size and region, annotation, encoding. Stateless and thread-safe; what
 * it needs beside the frame is one picture of it and one of the output.
 */
public final class Renderer {
  private Renderer() {}

  /**
   * Renders a frame.
   *
   * @param header the data set that it belongs to; its pixels aren't looked at
   * @param index which frame it is, from 0
   * @param frame its samples
   */
  public static Rendering render(
      DataSet header, int index, DecodedFrame frame, RenderRequest request) {
    return render(header, index, frame, Optional.empty(), request);
  }

  /**
   * Renders a frame whose unused bits may hold overlays.
   *
   * @param cells the frame as stored, if it is at hand
   */
  public static Rendering render(
      DataSet header,
      int index,
      DecodedFrame frame,
      Optional<NativeFrame> cells,
      RenderRequest request) {
    return switch (shown(header, index, frame, cells, request)) {
      case Refused(Reason reason) -> new Unrenderable(reason);
      case Shown(Picture picture) ->
          new Rendered(
              request.type(),
              ImageOutput.encode(picture, request.type(), request.quality()),
              picture.width(),
              picture.height());
    };
  }

  /**
   * Adds a frame to an animation; its type and quality don't matter.
   *
   * @return why it could not be added, if so
   */
  public static Optional<Reason> append(
      GifAnimation animation, DataSet header, int index, DecodedFrame frame, RenderRequest request)
      throws IOException {
    return switch (shown(header, index, frame, Optional.empty(), request)) {
      case Refused(Reason reason) -> Optional.of(reason);
      case Shown(Picture picture) -> {
        animation.add(picture);
        yield Optional.empty();
      }
    };
  }

  /** Milliseconds that each frame of an animation is shown, as the header wants it. */
  public static double frameTime(DataSet header) {
    double time = Numbers.decimal(header, Tag.FRAME_TIME).orElse(0);
    double rate =
        Numbers.decimal(header, Tag.RECOMMENDED_DISPLAY_FRAME_RATE)
            .orElse(Numbers.decimal(header, Tag.CINE_RATE).orElse(0));
    return rate > 0 ? 1000 / rate : time > 0 ? time : 100;
  }

  /** What stands between a frame and its encoding. */
  sealed interface Outcome permits Shown, Refused {}

  /** A picture of its final size. */
  record Shown(Picture picture) implements Outcome {}

  /** None, because. */
  record Refused(Reason reason) implements Outcome {}

  private static Outcome shown(
      DataSet header,
      int index,
      DecodedFrame frame,
      Optional<NativeFrame> cells,
      RenderRequest request) {
    FrameAttributes attributes = new FrameAttributes(header, index);
    return switch (display(attributes, frame, request.window())) {
      case Refused refused -> refused;
      case Shown(Picture picture) -> {
        Shutter.apply(picture, attributes.shutter());
        Overlays.draw(picture, attributes, cells);
        yield Geometry.of(picture, Geometry.aspect(attributes), request.viewport())
            .<Outcome>map(geometry -> new Shown(finished(header, picture, geometry, request)))
            .orElse(new Refused(Reason.REGION));
      }
    };
  }

  private static Picture finished(
      DataSet header, Picture picture, Geometry geometry, RenderRequest request) {
    Picture sized = geometry.isIdentity(picture) ? picture : Resampler.resample(picture, geometry);
    if (!request.annotations().isEmpty()) {
      BitmapFont.write(sized, AnnotationText.lines(header, request.annotations()));
    }
    return sized;
  }

  /** The frame in eight bits, of its own size, nothing drawn on it. */
  static Outcome display(FrameAttributes attributes, DecodedFrame frame, Optional<Window> window) {
    int samples = frame.samplesPerPixel();
    return switch (frame.photometric()) {
      case "MONOCHROME1", "MONOCHROME2" ->
          samples == 1
              ? new Shown(new GrayPipeline(frame, attributes, window).render())
              : new Refused(Reason.SAMPLES);
      case "PALETTE COLOR" ->
          samples == 1
              ? Palette.read(attributes.header(), frame.signed())
                  .<Outcome>map(palette -> new Shown(ColorPipeline.palette(frame, palette)))
                  .orElse(new Refused(Reason.NO_PALETTE))
              : new Refused(Reason.SAMPLES);
      case "RGB", "YBR_RCT", "YBR_ICT" -> color(frame, ColorPipeline::rgb);
      case "YBR_FULL", "YBR_FULL_422" -> color(frame, ColorPipeline::ybrFull);
      case "YBR_PARTIAL_422", "YBR_PARTIAL_420" -> color(frame, ColorPipeline::ybrPartial);
      default -> new Refused(Reason.PHOTOMETRIC_INTERPRETATION);
    };
  }

  private static Outcome color(DecodedFrame frame, Function<DecodedFrame, Picture> pipeline) {
    return frame.samplesPerPixel() == 3
        ? new Shown(pipeline.apply(frame))
        : new Refused(Reason.SAMPLES);
  }
}
