package huisclos.desk.web.wado;

import huisclos.archive.StoredInstance;
import huisclos.dicom.TransferSyntax;
import huisclos.gate.Pass;
import huisclos.pixels.FrameCodec;
import huisclos.pixels.FrameConversion;
import huisclos.pixels.PixelDescription;
import huisclos.pixels.PixelLimits;
import huisclos.pixels.Undecodable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** Frames in another syntax than they are kept in, a few at a time. Thread-safe. */
final class ConvertedFrames {
  /** Frames that are held coded at once. */
  private static final int AT_ONCE = 2;

  private final Frames frames;
  private final FrameCodec codec;
  private final Semaphore places = new Semaphore(AT_ONCE, true);

  ConvertedFrames(Frames frames, FrameCodec codec) {
    this.frames = frames;
    this.codec = codec;
  }

  /** Converts a frame, counted from 0. Waits for its turn. */
  FrameConversion convert(
      Pass pass, StoredInstance instance, FrameMap map, int frame, TransferSyntax to)
      throws IOException {
    Optional<PixelDescription> described = map.description();
    if (described.isEmpty()) {
      return new Undecodable(Undecodable.Reason.INCONSISTENT);
    }
    long length = Frames.length(map, frame);
    if (length > PixelLimits.MAX_FRAME_BYTES) {
      return new Undecodable(Undecodable.Reason.TOO_LARGE);
    }
    places.acquireUninterruptibly();
    try {
      ByteArrayOutputStream stored = new ByteArrayOutputStream((int) length);
      frames.write(pass, instance, map, frame, stored);
      return codec.convert(described.get(), stored.toByteArray(), to);
    } finally {
      places.release();
    }
  }
}
