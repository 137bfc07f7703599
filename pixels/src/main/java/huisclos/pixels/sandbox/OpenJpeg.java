package huisclos.pixels.sandbox;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/** JPEG 2000 and HTJ2K by OpenJPEG 2.5 ({@code openjpeg.h}); Linux of 64 bits. */
@SuppressWarnings("restricted") // Native code is what this process is for.
final class OpenJpeg {
  /** More than {@code opj_dparameters_t} has. */
  private static final long PARAMETERS = 32 << 10;

  private static final int CODEC_J2K = 0;
  private static final int CODEC_JP2 = 2;
  private static final int JP2_BOX = 0x0C;

  /** Offsets in {@code opj_image_t} and {@code opj_image_comp_t}. */
  private static final long IMAGE_COMPONENTS = 16;

  private static final long IMAGE_DATA = 24;
  private static final long IMAGE_SIZE = 48;
  private static final long COMPONENT_SIZE = 64;
  private static final long COMPONENT_DATA = 48;

  private final Native library;

  private OpenJpeg(Native library) {
    this.library = library;
  }

  static Optional<OpenJpeg> open() {
    return Native.open("libopenjp2.so.7").map(OpenJpeg::new);
  }

  /** The decoded samples, interleaved; empty if the frame is damaged or of another size. */
  Optional<Frame> decode(MemorySegment coded, Request request, Arena arena) {
    if (coded.byteSize() < 12) {
      return Optional.empty();
    }
    boolean boxed = coded.get(ValueLayout.JAVA_BYTE, 3) == JP2_BOX;
    MemorySegment codec = library.pointer("opj_create_decompress", boxed ? CODEC_JP2 : CODEC_J2K);
    MemorySegment stream = new CodedStream(coded).open(library, arena);
    MemorySegment image = arena.allocate(ValueLayout.ADDRESS);
    try {
      MemorySegment parameters = arena.allocate(PARAMETERS, 8);
      library.run("opj_set_default_decoder_parameters", parameters);
      if (library.call("opj_setup_decoder", codec, parameters) != 1
          || library.call("opj_read_header", stream, codec, image) != 1
          || !fits(image(image), request)
          || library.call("opj_decode", codec, stream, image(image)) != 1
          || library.call("opj_end_decompress", codec, stream) != 1) {
        return Optional.empty();
      }
      return cells(image(image), request, arena);
    } finally {
      library.run("opj_stream_destroy", stream);
      library.run("opj_destroy_codec", codec);
      if (image.get(ValueLayout.ADDRESS, 0).address() != 0) {
        library.run("opj_image_destroy", image.get(ValueLayout.ADDRESS, 0));
      }
    }
  }

  /** The coded frame, without loss; empty if the library refuses it. */
  Optional<MemorySegment> encode(MemorySegment cells, Request request, Arena arena) {
    return new OpenJpegEncoder(library, request, arena).encode(cells);
  }

  private static MemorySegment image(MemorySegment pointer) {
    return pointer.get(ValueLayout.ADDRESS, 0).reinterpret(IMAGE_SIZE);
  }

  /** Checked before anything is decoded, so that a header can't ask for more than the frame has. */
  private static boolean fits(MemorySegment image, Request request) {
    long width = Integer.toUnsignedLong(int32(image, 8)) - Integer.toUnsignedLong(int32(image, 0));
    long height =
        Integer.toUnsignedLong(int32(image, 12)) - Integer.toUnsignedLong(int32(image, 4));
    if (width != request.columns()
        || height != request.rows()
        || int32(image, IMAGE_COMPONENTS) != request.samples()) {
      return false;
    }
    for (int c = 0; c < request.samples(); c++) {
      int precision = int32(component(image, c, request.samples()), 24);
      if (precision < 1 || precision > request.cellBits()) {
        return false;
      }
    }
    return true;
  }

  private static MemorySegment component(MemorySegment image, int index, int count) {
    return image
        .get(ValueLayout.ADDRESS, IMAGE_DATA)
        .reinterpret(COMPONENT_SIZE * count)
        .asSlice(COMPONENT_SIZE * index, COMPONENT_SIZE);
  }

  private static int int32(MemorySegment segment, long offset) {
    return segment.get(ValueLayout.JAVA_INT, offset);
  }

  private static Optional<Frame> cells(MemorySegment image, Request request, Arena arena) {
    MemorySegment cells = arena.allocate(request.decodedBytes(), 8);
    int width = request.cellBits() / 8;
    for (int c = 0; c < request.samples(); c++) {
      MemorySegment component = component(image, c, request.samples());
      int dx = int32(component, 0);
      int dy = int32(component, 4);
      int w = int32(component, 8);
      int h = int32(component, 12);
      MemorySegment data = component.get(ValueLayout.ADDRESS, COMPONENT_DATA);
      if (data.address() == 0
          || dx < 1
          || dy < 1
          || (request.columns() - 1) / dx >= w
          || (request.rows() - 1) / dy >= h) {
        return Optional.empty();
      }
      MemorySegment samples = data.reinterpret(4L * w * h);
      for (int y = 0; y < request.rows(); y++) {
        long to = ((long) y * request.columns() * request.samples() + c) * width;
        long line = (long) (y / dy) * w;
        for (int x = 0; x < request.columns(); x++, to += (long) request.samples() * width) {
          int value = samples.getAtIndex(ValueLayout.JAVA_INT, line + x / dx);
          for (int b = 0; b < width; b++) {
            cells.set(ValueLayout.JAVA_BYTE, to + b, (byte) (value >> (8 * b)));
          }
        }
      }
    }
    return Optional.of(new Frame(cells, int32(component(image, 0, request.samples()), 24)));
  }
}
