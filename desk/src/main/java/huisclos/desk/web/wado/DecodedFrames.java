package huisclos.desk.web.wado;

import huisclos.archive.StoredInstance;
import huisclos.gate.Pass;
import huisclos.pixels.FrameDecoder;
import huisclos.pixels.FrameSource;
import huisclos.pixels.NativeDecoding;
import huisclos.pixels.PixelDescription;
import huisclos.pixels.PixelLimits;
import huisclos.pixels.Undecodable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;

/** Compressed frames as uncompressed ones, a few at a time. Thread-safe. */
final class DecodedFrames {
  /** Frames decoded at once: each may take three times what it becomes. */
  private static final int AT_ONCE = 2;

  private final Frames frames;
  private final FrameDecoder decoder;
  private final Semaphore places = new Semaphore(AT_ONCE, true);

  DecodedFrames(Frames frames, FrameDecoder decoder) {
    this.frames = frames;
    this.decoder = decoder;
  }

  /** Decodes a frame, counted from 0. Waits for its turn. */
  NativeDecoding decode(Pass pass, StoredInstance instance, FrameMap.Encapsulated map, int frame)
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
      ByteArrayOutputStream coded = new ByteArrayOutputStream((int) length);
      frames.write(pass, instance, map, frame, coded);
      TreeMap<Integer, byte[]> one = new TreeMap<>();
      one.put(frame, coded.toByteArray());
      return decoder.decodeNative(FrameSource.of(described.get(), one), frame);
    } finally {
      places.release();
    }
  }
}
