package huisclos.pixels.sandbox;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/** JPEG-LS by CharLS 2 ({@code charls_jpegls_decoder.h}, {@code charls_jpegls_encoder.h}). */
final class Charls {
  private static final String PREFIX = "charls_jpegls_decoder_";
  private static final String ENCODER = "charls_jpegls_encoder_";

  /** {@code CHARLS_INTERLEAVE_MODE_SAMPLE}. */
  private static final int BY_SAMPLE = 2;

  /** Beside the estimate: headers. */
  private static final int ROOM = 4096;

  private final Native library;

  private Charls(Native library) {
    this.library = library;
  }

  static Optional<Charls> open() {
    return Native.open("libcharls.so.2").map(Charls::new);
  }

  /** The decoded samples, interleaved; empty if the frame is damaged or of another size. */
  Optional<Frame> decode(MemorySegment coded, Request request, Arena arena) {
    MemorySegment decoder = library.pointer(PREFIX + "create");
    try {
      MemorySegment info = arena.allocate(16, 8);
      MemorySegment interleave = arena.allocate(4, 4);
      MemorySegment size = arena.allocate(8, 8);
      if (library.call(PREFIX + "set_source_buffer", decoder, coded, coded.byteSize()) != 0
          || library.call(PREFIX + "read_header", decoder) != 0
          || library.call(PREFIX + "get_frame_info", decoder, info) != 0
          || !fits(info, request)
          || library.call(PREFIX + "get_interleave_mode", decoder, interleave) != 0
          || library.call(PREFIX + "get_destination_size", decoder, 0, size) != 0
          || size.get(ValueLayout.JAVA_LONG, 0) > request.decodedBytes()) {
        return Optional.empty();
      }
      long bytes = size.get(ValueLayout.JAVA_LONG, 0);
      MemorySegment decoded = arena.allocate(bytes, 8);
      if (library.call(PREFIX + "decode_to_buffer", decoder, decoded, bytes, 0) != 0) {
        return Optional.empty();
      }
      boolean planes = interleave.get(ValueLayout.JAVA_INT, 0) == 0;
      return Optional.of(
          new Frame(cells(decoded, planes, request, arena), info.get(ValueLayout.JAVA_INT, 8)));
    } finally {
      library.run(PREFIX + "destroy", decoder);
    }
  }

  /** The coded frame, without loss, interleaved by sample; empty if the library refuses it. */
  Optional<MemorySegment> encode(MemorySegment cells, Request request, Arena arena) {
    MemorySegment encoder = library.pointer(ENCODER + "create");
    try {
      MemorySegment info = arena.allocate(16, 8);
      info.set(ValueLayout.JAVA_INT, 0, request.columns());
      info.set(ValueLayout.JAVA_INT, 4, request.rows());
      info.set(ValueLayout.JAVA_INT, 8, request.bits());
      info.set(ValueLayout.JAVA_INT, 12, request.samples());
      MemorySegment size = arena.allocate(8, 8);
      if (library.call(ENCODER + "set_frame_info", encoder, info) != 0
          || (request.samples() > 1
              && library.call(ENCODER + "set_interleave_mode", encoder, BY_SAMPLE) != 0)
          || library.call(ENCODER + "get_estimated_destination_size", encoder, size) != 0) {
        return Optional.empty();
      }
      // Noise grows; the estimate doesn't say so for every image.
      long room = size.get(ValueLayout.JAVA_LONG, 0) + request.decodedBytes() + ROOM;
      MemorySegment coded = arena.allocate(room, 8);
      cut(cells, request);
      if (library.call(ENCODER + "set_destination_buffer", encoder, coded, room) != 0
          || library.call(ENCODER + "encode_from_buffer", encoder, cells, request.decodedBytes(), 0)
              != 0
          || library.call(ENCODER + "get_bytes_written", encoder, size) != 0) {
        return Optional.empty();
      }
      return Optional.of(coded.asSlice(0, size.get(ValueLayout.JAVA_LONG, 0)));
    } finally {
      library.run(ENCODER + "destroy", encoder);
    }
  }

  /** JPEG-LS knows no sign: its samples are the stored bits alone. */
  private static void cut(MemorySegment cells, Request request) {
    if (request.cellBits() == 8) {
      byte mask = (byte) ((1 << request.bits()) - 1);
      for (long i = 0; request.bits() < 8 && i < cells.byteSize(); i++) {
        byte value = cells.get(ValueLayout.JAVA_BYTE, i);
        cells.set(ValueLayout.JAVA_BYTE, i, (byte) (value & mask));
      }
      return;
    }
    short mask = (short) ((1 << request.bits()) - 1);
    for (long i = 0; request.bits() < 16 && i < cells.byteSize() / 2; i++) {
      short value = cells.getAtIndex(ValueLayout.JAVA_SHORT, i);
      cells.setAtIndex(ValueLayout.JAVA_SHORT, i, (short) (value & mask));
    }
  }

  private static boolean fits(MemorySegment info, Request request) {
    return info.get(ValueLayout.JAVA_INT, 0) == request.columns()
        && info.get(ValueLayout.JAVA_INT, 4) == request.rows()
        && info.get(ValueLayout.JAVA_INT, 8) <= request.cellBits()
        && info.get(ValueLayout.JAVA_INT, 12) == request.samples();
  }

  /** Widened to the request's cells where the code stream has fewer bits; planes interleaved. */
  private static MemorySegment cells(
      MemorySegment decoded, boolean planes, Request request, Arena arena) {
    if (decoded.byteSize() == request.decodedBytes() && (!planes || request.samples() == 1)) {
      return decoded;
    }
    MemorySegment cells = arena.allocate(request.decodedBytes(), 8);
    int count = request.rows() * request.columns();
    int width = request.cellBits() / 8;
    int narrow = (int) (decoded.byteSize() / ((long) count * request.samples()));
    for (int s = 0; s < request.samples(); s++) {
      for (int i = 0; i < count; i++) {
        long from = planes ? (long) s * count + i : (long) i * request.samples() + s;
        long to = (long) i * request.samples() + s;
        for (int b = 0; b < narrow; b++) {
          cells.set(
              ValueLayout.JAVA_BYTE,
              to * width + b,
              decoded.get(ValueLayout.JAVA_BYTE, from * narrow + b));
        }
      }
    }
    return cells;
  }
}
