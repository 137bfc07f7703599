package huisclos.pixels.codec;

import huisclos.pixels.NativeFrame;
import huisclos.pixels.PixelDescription;
import java.util.List;

/** A JPEG's components as interleaved pixels: transformed back, enlarged, converted to RGB. */
final class JpegOutput {
  private final JpegFrame frame;
  private final List<JpegComponent> components;
  private final PixelDescription description;
  private final int[][] quantisation;

  JpegOutput(
      JpegFrame frame,
      List<JpegComponent> components,
      PixelDescription description,
      int[][] quantisation) {
    this.frame = frame;
    this.components = components;
    this.description = description;
    this.quantisation = quantisation;
  }

  NativeFrame frame(boolean transformed) throws DamagedFrameException {
    byte[] cells = new byte[(int) description.decodedBytes()];
    for (int c = 0; c < components.size(); c++) {
      plane(components.get(c), c, cells);
    }
    if (transformed && frame.precision() == 8 && description.cellBits() == 8) {
      toRgb(cells);
      return new NativeFrame(description, "RGB", cells);
    }
    String colours = description.photometric();
    return new NativeFrame(
        description, transformed ? "YBR_FULL" : colours.startsWith("YBR") ? "RGB" : colours, cells);
  }

  private void plane(JpegComponent component, int c, byte[] cells) throws DamagedFrameException {
    int maxH = components.stream().mapToInt(x -> x.horizontal).max().orElse(1);
    int maxV = components.stream().mapToInt(x -> x.vertical).max().orElse(1);
    short[] samples = component.values;
    int stride = component.width;
    if (!frame.lossless()) {
      int[] table = quantisation[component.quantisation];
      JpegCodec.require(table != null, "A JPEG component names a table that is not there.");
      samples = JpegIdct.samples(component, table, frame.precision());
      stride = component.blocksWide * 8;
    }
    boolean wide = description.cellBits() > 8;
    if (maxH == 2 * component.horizontal && frame.columns() > 2 && maxV <= 2 * component.vertical) {
      boolean tall = maxV == 2 * component.vertical;
      samples = JpegChroma.enlarged(samples, stride, component, frame, tall);
      stride = frame.columns();
      maxH = component.horizontal;
      maxV = component.vertical;
    }
    int width = description.cellBits() / 8;
    int step = components.size() * width;
    for (int y = 0; y < frame.rows(); y++) {
      int line = y * component.vertical / maxV * stride;
      int to = (y * frame.columns() * components.size() + c) * width;
      for (int x = 0; x < frame.columns(); x++, to += step) {
        int value = samples[line + x * component.horizontal / maxH];
        cells[to] = (byte) value;
        if (wide) {
          cells[to + 1] = (byte) (value >> 8);
        }
      }
    }
  }

  /** T.871 §7. */
  private static void toRgb(byte[] pixels) {
    for (int i = 0; i < pixels.length; i += 3) {
      int y = pixels[i] & 0xFF;
      int cb = (pixels[i + 1] & 0xFF) - 128;
      int cr = (pixels[i + 2] & 0xFF) - 128;
      pixels[i] = clamp(y + ((91881 * cr + 32768) >> 16));
      pixels[i + 1] = clamp(y + ((-22554 * cb - 46802 * cr + 32768) >> 16));
      pixels[i + 2] = clamp(y + ((116130 * cb + 32768) >> 16));
    }
  }

  private static byte clamp(int value) {
    return (byte) Math.clamp(value, 0, 255);
  }
}
