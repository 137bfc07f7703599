package huisclos.pixels.sandbox;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/**
 * JPEG 2000 without loss by OpenJPEG 2.5: one tile, one layer, the reversible wavelet, and for RGB
 * the reversible colour transform (ISO/IEC 15444-1 annex F, G). Linux of 64 bits.
 */
@SuppressWarnings("restricted") // Native code is what this process is for.
final class OpenJpegEncoder {
  private static final int CODEC_J2K = 0;
  private static final int SRGB = 1;
  private static final int GRAY = 2;

  /** {@code opj_image_cmptparm_t}: nine numbers. */
  private static final int COMPONENT_PARAMETERS = 36;

  /** {@code opj_cparameters_t}, and offsets in it. */
  private static final long PARAMETERS = 18720;

  private static final long ALLOCATE_BY_RATE = 20;
  private static final long LAYERS = 4796;
  private static final long FIRST_RATE = 4800;
  private static final long RESOLUTIONS = 5600;
  private static final long BLOCK_WIDTH = 5604;
  private static final long BLOCK_HEIGHT = 5608;
  private static final long IRREVERSIBLE = 5616;
  private static final long COLOUR_TRANSFORM = 18698;

  /** What the library sets before anybody else: shows that the offsets are this library's. */
  private static final int DEFAULT_RESOLUTIONS = 6;

  private static final int DEFAULT_BLOCK = 64;

  /** Offsets in {@code opj_image_t} and {@code opj_image_comp_t}. */
  private static final long IMAGE_DATA = 24;

  private static final long IMAGE_SIZE = 48;
  private static final long COMPONENT_SIZE = 64;
  private static final long COMPONENT_DATA = 48;

  /** Room beside twice the frame's own bytes: noise grows, headers come on top. */
  private static final int ROOM = 64 << 10;

  private final Native library;
  private final Request request;
  private final Arena arena;

  OpenJpegEncoder(Native library, Request request, Arena arena) {
    this.library = library;
    this.request = request;
    this.arena = arena;
  }

  Optional<MemorySegment> encode(MemorySegment cells) {
    MemorySegment parameters = arena.allocate(2 * PARAMETERS, 8);
    library.run("opj_set_default_encoder_parameters", parameters);
    if (parameters.get(ValueLayout.JAVA_INT, RESOLUTIONS) != DEFAULT_RESOLUTIONS
        || parameters.get(ValueLayout.JAVA_INT, BLOCK_WIDTH) != DEFAULT_BLOCK
        || parameters.get(ValueLayout.JAVA_INT, BLOCK_HEIGHT) != DEFAULT_BLOCK) {
      return Optional.empty();
    }
    boolean transforms = request.rgb() && request.samples() == 3;
    int side = Math.min(request.rows(), request.columns());
    int halvings = 31 - Integer.numberOfLeadingZeros(side);
    parameters.set(ValueLayout.JAVA_INT, ALLOCATE_BY_RATE, 1);
    parameters.set(ValueLayout.JAVA_INT, LAYERS, 1);
    parameters.set(ValueLayout.JAVA_FLOAT, FIRST_RATE, 0);
    parameters.set(ValueLayout.JAVA_INT, IRREVERSIBLE, 0);
    parameters.set(ValueLayout.JAVA_INT, RESOLUTIONS, Math.min(DEFAULT_RESOLUTIONS, halvings + 1));
    parameters.set(ValueLayout.JAVA_BYTE, COLOUR_TRANSFORM, (byte) (transforms ? 1 : 0));
    MemorySegment codec = library.pointer("opj_create_compress", CODEC_J2K);
    CodingStream coding = new CodingStream(arena.allocate(2 * request.decodedBytes() + ROOM, 8));
    MemorySegment stream = coding.open(library, arena);
    MemorySegment image = image(cells);
    try {
      return library.call("opj_setup_encoder", codec, parameters, image) == 1
              && library.call("opj_start_compress", codec, image, stream) == 1
              && library.call("opj_encode", codec, stream) == 1
              && library.call("opj_end_compress", codec, stream) == 1
          ? Optional.of(coding.written())
          : Optional.empty();
    } finally {
      library.run("opj_stream_destroy", stream);
      library.run("opj_destroy_codec", codec);
      library.run("opj_image_destroy", image);
    }
  }

  private MemorySegment image(MemorySegment cells) {
    int samples = request.samples();
    MemorySegment components = arena.allocate((long) COMPONENT_PARAMETERS * samples, 8);
    for (int c = 0; c < samples; c++) {
      int[] fields = {
        1,
        1,
        request.columns(),
        request.rows(),
        0,
        0,
        request.bits(),
        request.bits(),
        request.signed() ? 1 : 0
      };
      MemorySegment.copy(
          fields, 0, components, ValueLayout.JAVA_INT, (long) COMPONENT_PARAMETERS * c, 9);
    }
    MemorySegment image =
        library
            .pointer("opj_image_create", samples, components, samples == 3 ? SRGB : GRAY)
            .reinterpret(IMAGE_SIZE);
    image.set(ValueLayout.JAVA_INT, 0, 0);
    image.set(ValueLayout.JAVA_INT, 4, 0);
    image.set(ValueLayout.JAVA_INT, 8, request.columns());
    image.set(ValueLayout.JAVA_INT, 12, request.rows());
    for (int c = 0; c < samples; c++) {
      fill(image, c, cells);
    }
    return image;
  }

  private void fill(MemorySegment image, int component, MemorySegment cells) {
    int samples = request.samples();
    long count = (long) request.rows() * request.columns();
    MemorySegment data =
        image
            .get(ValueLayout.ADDRESS, IMAGE_DATA)
            .reinterpret(COMPONENT_SIZE * samples)
            .get(ValueLayout.ADDRESS, COMPONENT_SIZE * component + COMPONENT_DATA)
            .reinterpret(4 * count);
    int unused = 32 - request.bits();
    for (long i = 0; i < count; i++) {
      long cell = i * samples + component;
      int value =
          request.cellBits() == 8
              ? cells.get(ValueLayout.JAVA_BYTE, cell)
              : cells.getAtIndex(ValueLayout.JAVA_SHORT, cell);
      int left = value << unused;
      data.setAtIndex(ValueLayout.JAVA_INT, i, request.signed() ? left >> unused : left >>> unused);
    }
  }
}
