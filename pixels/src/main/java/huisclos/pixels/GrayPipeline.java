package huisclos.pixels;

import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import java.util.Optional;

/**
 * Stored values to grey: modality LUT, VOI LUT or window, presentation LUT shape (PS3.3 §C.11,
 * PS3.4 §N.2.1), folded into one table where the range of values allows it. Padding (PS3.3
 * §C.7.5.1.1.2) counts for no range and is shown black.
 */
final class GrayPipeline {
  /** Entries of the folded table; a wider range is computed pixel by pixel. */
  private static final int MAX_TABLE = 1 << 17;

  private final DecodedFrame pixels;
  private final ModalityTransform modality;
  private final VoiTransform voi;
  private final boolean inverse;
  private final Range range;
  private final Range padding;

  GrayPipeline(DecodedFrame pixels, FrameAttributes attributes, Optional<Window> asked) {
    DataSet transformation = attributes.pixelValueTransformation();
    this.pixels = pixels;
    this.padding = padding(attributes.header(), pixels);
    this.range = SampleLoops.range(pixels, padding);
    this.modality = ModalityTransform.of(transformation, pixels.signed());
    this.inverse = inverse(attributes.header(), pixels.photometric());
    boolean negative = pixels.signed() || modality.apply(0) < 0;
    this.voi =
        asked
            .<VoiTransform>map(VoiTransform.Windowed::new)
            .or(() -> VoiTransform.of(attributes.voiLut(), negative))
            .orElseGet(() -> new VoiTransform.Windowed(defaultWindow()));
  }

  /**
   * The values to leave out: from Pixel Padding Value to Pixel Padding Range Limit, with the sign
   * that the pixels have, whatever the element's VR.
   */
  private static Range padding(DataSet header, DecodedFrame pixels) {
    if (header.longInteger(Tag.PIXEL_PADDING_VALUE).isEmpty()) {
      return Range.NONE;
    }
    long value = signed(header.longInteger(Tag.PIXEL_PADDING_VALUE).getAsLong(), pixels);
    long limit = signed(header.longInteger(Tag.PIXEL_PADDING_RANGE_LIMIT).orElse(value), pixels);
    return new Range(Math.min(value, limit), Math.max(value, limit));
  }

  private static long signed(long value, DecodedFrame pixels) {
    return pixels.signed() ? (short) value : value & 0xFFFF;
  }

  private static boolean inverse(DataSet header, String photometric) {
    return photometric.equals("MONOCHROME1")
        || header.string(Tag.PRESENTATION_LUT_SHAPE, "").equals("INVERSE");
  }

  /** Eight bits or fewer are shown as they are, more from the lowest value to the highest. */
  private Window defaultWindow() {
    boolean plain = modality.equals(new ModalityTransform.Line(1, 0));
    if (plain && pixels.bitsStored() <= 8) {
      long low = pixels.signed() ? -(1L << (pixels.bitsStored() - 1)) : 0;
      return Window.covering((double) low, (double) (low + (1L << pixels.bitsStored()) - 1));
    }
    if (range.isEmpty()) {
      return Window.covering(0, 1);
    }
    if (modality instanceof ModalityTransform.Table(LookupTable table)) {
      return covering(table);
    }
    double a = modality.apply((double) range.low());
    double b = modality.apply((double) range.high());
    return Window.covering(Math.min(a, b), Math.max(a, b));
  }

  /** A table need not rise with its input. */
  private Window covering(LookupTable table) {
    int from = Math.clamp(range.low() - table.first(), 0, table.entries().length - 1);
    int to = Math.clamp(range.high() - table.first(), 0, table.entries().length - 1);
    int low = table.entries()[from];
    int high = low;
    for (int i = from; i <= to; i++) {
      low = Math.min(low, table.entries()[i]);
      high = Math.max(high, table.entries()[i]);
    }
    return Window.covering(low, high);
  }

  Picture render() {
    byte[] out = new byte[pixels.pixels()];
    Range all = SampleLoops.range(pixels, Range.NONE);
    if (all.high() - all.low() < MAX_TABLE) {
      byte[] table = new byte[(int) (all.high() - all.low()) + 1];
      for (int i = 0; i < table.length; i++) {
        table[i] = shade(all.low() + i);
      }
      SampleLoops.through(pixels, table, all.low(), out);
    } else {
      SampleLoops.shaded(pixels, this::shade, out);
    }
    return new Picture(pixels.columns(), pixels.rows(), 1, out);
  }

  private byte shade(long stored) {
    if (padding.contains(stored)) {
      return 0;
    }
    double light = voi.apply(modality.apply((double) stored));
    return (byte) Math.round(255 * (inverse ? 1 - light : light));
  }
}
