package huisclos.pixels;

import huisclos.dicom.DataSet;
import huisclos.dicom.Tags;
import java.util.Optional;

/**
 * Overlay planes of groups 6000 to 601E, drawn white over the image (PS3.3 §C.9.2). Planes of type
 * {@code R} mark a region and are no drawing: they are left out.
 */
final class Overlays {
  private static final int ROWS = 0x0010;
  private static final int COLUMNS = 0x0011;
  private static final int FRAMES = 0x0015;
  private static final int TYPE = 0x0040;
  private static final int ORIGIN = 0x0050;
  private static final int FRAME_ORIGIN = 0x0051;
  private static final int BITS_ALLOCATED = 0x0100;
  private static final int BIT_POSITION = 0x0102;
  private static final int DATA = 0x3000;

  private Overlays() {}

  /** Draws every plane that covers this frame. */
  static void draw(Picture picture, FrameAttributes attributes, Optional<NativeFrame> cells) {
    for (int group = 0x6000; group <= 0x601E; group += 2) {
      DataSet header = attributes.header();
      if (header.string(Tags.of(group, TYPE), "G").equals("R")) {
        continue;
      }
      byte[] data = LookupTable.bytes(header, Tags.of(group, DATA));
      if (data.length > 0) {
        plane(picture, header, group, attributes.frame(), data);
      } else if (header.integer(Tags.of(group, BITS_ALLOCATED)).orElse(1) > 1) {
        int bit = header.integer(Tags.of(group, BIT_POSITION)).orElse(-1);
        cells.ifPresent(c -> embedded(picture, c, bit));
      }
    }
  }

  /** A plane of its own, one bit a pixel, the lowest bit first. */
  private static void plane(Picture picture, DataSet header, int group, int frame, byte[] data) {
    int rows = header.integer(Tags.of(group, ROWS)).orElse(0);
    int columns = header.integer(Tags.of(group, COLUMNS)).orElse(0);
    int own = frame(header, group, frame);
    long first = (long) own * rows * columns;
    if (own < 0 || rows <= 0 || columns <= 0 || first + (long) rows * columns > 8L * data.length) {
      return;
    }
    long[] origin = header.integers(Tags.of(group, ORIGIN));
    int top = origin.length > 1 ? (int) origin[0] - 1 : 0;
    int left = origin.length > 1 ? (int) origin[1] - 1 : 0;
    for (int y = 0; y < rows; y++) {
      for (int x = 0; x < columns; x++) {
        long bit = first + (long) y * columns + x;
        if ((data[(int) (bit >> 3)] >> (bit & 7) & 1) != 0) {
          picture.dot(left + x, top + y, Picture.WHITE);
        }
      }
    }
  }

  /** The plane's frame for one of the image's; -1 for none. One plane alone is for all. */
  private static int frame(DataSet header, int group, int frame) {
    int frames = header.integer(Tags.of(group, FRAMES)).orElse(0);
    if (frames < 1) {
      return 0;
    }
    int own = frame - (header.integer(Tags.of(group, FRAME_ORIGIN)).orElse(1) - 1);
    return own < frames ? own : -1;
  }

  /** A plane in a bit of the pixel cells that the image doesn't use (retired, PS3.3 §C.9.2). */
  private static void embedded(Picture picture, NativeFrame cells, int bit) {
    PixelDescription d = cells.description();
    int width = d.cellBits() / 8;
    boolean unused = bit > d.highBit() || bit <= d.highBit() - d.bitsStored();
    if (bit < 0 || bit >= d.cellBits() || !unused || d.samplesPerPixel() != 1) {
      return;
    }
    byte[] bytes = cells.bytes();
    for (int i = 0; i < picture.width() * picture.height(); i++) {
      if ((bytes[i * width + bit / 8] >> (bit % 8) & 1) != 0) {
        picture.dot(i % picture.width(), i / picture.width(), Picture.WHITE);
      }
    }
  }
}
