package huisclos.pixels;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import huisclos.dicom.Tags;
import huisclos.dicom.TransferSyntax;
import huisclos.dicom.Vr;
import huisclos.pixels.RenderRequest.Annotation;
import huisclos.pixels.RenderRequest.ImageType;
import huisclos.pixels.Rendering.Reason;
import huisclos.pixels.Rendering.Rendered;
import huisclos.pixels.Rendering.Unrenderable;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import org.junit.jupiter.api.Test;

/** What the pipelines make of frames whose every value is known. */
class RendererTest {
  private static DecodedFrame grey(int columns, boolean signed, int bits, int... values) {
    short[] samples = new short[values.length];
    for (int i = 0; i < values.length; i++) {
      samples[i] = (short) values[i];
    }
    return new DecodedFrame(
        values.length / columns,
        columns,
        1,
        bits,
        signed,
        "MONOCHROME2",
        new Samples.Shorts(samples, signed));
  }

  private static DecodedFrame colour(String photometric, int... values) {
    byte[] samples = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      samples[i] = (byte) values[i];
    }
    return new DecodedFrame(
        1, values.length / 3, 3, 8, false, photometric, new Samples.Bytes(samples, false));
  }

  private static int[] shown(DataSet header, DecodedFrame frame, RenderRequest request) {
    Rendering rendering = Renderer.render(header, 0, frame, request);
    assertThat(rendering).isInstanceOf(Rendered.class);
    BufferedImage image = read(((Rendered) rendering).bytes());
    return image.getRaster().getPixels(0, 0, image.getWidth(), image.getHeight(), (int[]) null);
  }

  private static int[] shown(DataSet header, DecodedFrame frame) {
    return shown(header, frame, RenderRequest.plain(ImageType.PNG));
  }

  private static BufferedImage read(byte[] bytes) {
    try {
      return ImageIO.read(new ByteArrayInputStream(bytes));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static DataSet window(String center, String width, String function) {
    DataSet set = new DataSet();
    set.putString(Tag.WINDOW_CENTER, center);
    set.putString(Tag.WINDOW_WIDTH, width);
    set.putString(Tag.VOILUT_FUNCTION, function);
    return set;
  }

  private static RenderRequest viewport(Viewport viewport) {
    return new RenderRequest(ImageType.PNG, 90, Optional.empty(), Optional.of(viewport), Set.of());
  }

  @Test
  void windowsFollowTheStandardsExamples() {
    DecodedFrame frame = grey(5, false, 12, 0, 1, 2048, 4094, 4095);
    assertThat(shown(window("2048", "4096", "LINEAR"), frame)).containsExactly(0, 0, 128, 255, 255);
    // PS3.3 §C.11.2.1.2.1: a width of 1 is a threshold at the centre less a half.
    assertThat(shown(window("2048", "1", ""), frame)).containsExactly(0, 0, 255, 255, 255);
    assertThat(shown(window("2047.5", "4095", "LINEAR_EXACT"), frame))
        .containsExactly(0, 0, 128, 255, 255);
    // An S through the middle: 255 / (1 + e²) at half a width below it.
    assertThat(shown(window("2048", "4096", "SIGMOID"), frame))
        .containsExactly(30, 30, 128, 225, 225);
    // A width of 0 is no window: the values' own range is shown.
    assertThat(shown(window("40", "0", ""), grey(3, false, 12, 10, 20, 30)))
        .containsExactly(0, 128, 255);
  }

  @Test
  void rescaledValuesAreWhatTheWindowIsAbout() {
    DataSet ct = window("40", "400", "");
    ct.putString(Tag.RESCALE_SLOPE, "1");
    ct.putString(Tag.RESCALE_INTERCEPT, "-1024");
    assertThat(shown(ct, grey(4, false, 12, 0, 864, 1064, 1264))).containsExactly(0, 0, 128, 255);
    RenderRequest asked =
        new RenderRequest(
            ImageType.PNG,
            90,
            Window.of(-1000, 100, Window.Function.LINEAR_EXACT),
            Optional.empty(),
            Set.of());
    assertThat(shown(ct, grey(3, false, 12, 0, 24, 74), asked)).containsExactly(66, 128, 255);
  }

  @Test
  void tablesOfEightBitsAreReadInBothPackings() {
    for (byte[] data :
        List.of(
            new byte[] {0, 50, 100, (byte) 200}, new byte[] {0, 0, 50, 0, 100, 0, (byte) 200, 0})) {
      DataSet item = new DataSet();
      item.putBytes(Tag.LUT_DESCRIPTOR, Vr.SS, new byte[] {4, 0, -2, -1, 8, 0});
      item.putBytes(Tag.LUT_DATA, Vr.OW, data);
      DataSet set = new DataSet();
      set.putItems(Tag.VOILUT_SEQUENCE, List.of(item));
      assertThat(shown(set, grey(6, true, 16, -100, -2, -1, 0, 1, 900)))
          .containsExactly(0, 0, 50, 100, 200, 200);
    }
  }

  @Test
  void invertedImagesAndPadding() {
    DataSet set = new DataSet();
    set.putBytes(Tag.PIXEL_PADDING_VALUE, Vr.US, new byte[] {0x30, (byte) 0xF8}); // -2000
    DecodedFrame frame = grey(4, true, 16, -2000, 0, 50, 100);
    assertThat(shown(set, frame)).containsExactly(0, 0, 128, 255);
    set.putString(Tag.PRESENTATION_LUT_SHAPE, "INVERSE");
    assertThat(shown(set, frame)).containsExactly(0, 255, 128, 0);
  }

  @Test
  void valuesOf32Bits() {
    DecodedFrame frame =
        new DecodedFrame(
            1, 3, 1, 32, false, "MONOCHROME2", new Samples.Ints(new int[] {0, -1, 1 << 31}));
    assertThat(shown(new DataSet(), frame)).containsExactly(0, 255, 128);
  }

  @Test
  void palettesOfSixteenBitsAndSegments() {
    DataSet set = new DataSet();
    byte[] descriptor = {4, 0, 10, 0, 16, 0};
    set.putBytes(Tag.RED_PALETTE_COLOR_LOOKUP_TABLE_DESCRIPTOR, Vr.US, descriptor);
    set.putBytes(Tag.GREEN_PALETTE_COLOR_LOOKUP_TABLE_DESCRIPTOR, Vr.US, descriptor);
    set.putBytes(Tag.BLUE_PALETTE_COLOR_LOOKUP_TABLE_DESCRIPTOR, Vr.US, descriptor);
    byte[] rising = {0, 0, 0, 0x40, 0, (byte) 0x80, 0, (byte) 0xFF};
    set.putBytes(Tag.RED_PALETTE_COLOR_LOOKUP_TABLE_DATA, Vr.OW, rising);
    set.putBytes(Tag.GREEN_PALETTE_COLOR_LOOKUP_TABLE_DATA, Vr.OW, new byte[8]);
    // One value of 0, then in three steps to 0x3000.
    byte[] segments = {0, 0, 1, 0, 0, 0, 1, 0, 3, 0, 0, 0x30};
    set.putBytes(Tag.SEGMENTED_BLUE_PALETTE_COLOR_LOOKUP_TABLE_DATA, Vr.OW, segments);
    DecodedFrame frame =
        new DecodedFrame(
            1,
            5,
            1,
            8,
            false,
            "PALETTE COLOR",
            new Samples.Bytes(new byte[] {0, 10, 11, 13, 99}, false));
    assertThat(shown(set, frame))
        .containsExactly(0, 0, 0, 0, 0, 0, 0x40, 0, 0x10, 0xFF, 0, 0x30, 0xFF, 0, 0x30);
    set.remove(Tag.GREEN_PALETTE_COLOR_LOOKUP_TABLE_DATA);
    assertThat(Renderer.render(set, 0, frame, RenderRequest.plain(ImageType.PNG)))
        .isEqualTo(new Unrenderable(Reason.NO_PALETTE));
  }

  @Test
  void damagedSegmentsEndSomewhere() {
    // A copy that would copy itself for ever, a run beyond the end, a line from nowhere.
    for (byte[] segments :
        List.of(
            new byte[] {2, 0, -1, -1, 0, 0, 0, 0},
            new byte[] {0, 0, -1, -1, 0, 0},
            new byte[] {1, 0, -1, -1, 0, 0})) {
      assertThat(SegmentedTable.expand(segments, new LookupTable.Descriptor(65_536, 0, 16)))
          .isEmpty();
    }
    byte[] copied = {0, 0, 1, 0, 7, 0, 2, 0, 1, 0, 0, 0, 0, 0};
    assertThat(SegmentedTable.expand(copied, new LookupTable.Descriptor(2, 0, 16)))
        .containsExactly((char) 7, (char) 7);
  }

  @Test
  void coloursOfEachKind() {
    assertThat(shown(new DataSet(), colour("RGB", 1, 2, 3))).containsExactly(1, 2, 3);
    assertThat(shown(new DataSet(), colour("YBR_FULL", 76, 85, 255, 128, 128, 128)))
        .containsExactly(254, 0, 0, 128, 128, 128);
    assertThat(shown(new DataSet(), colour("YBR_PARTIAL_422", 16, 128, 128, 235, 128, 128)))
        .containsExactly(0, 0, 0, 255, 255, 255);
    assertThat(
            Renderer.render(
                new DataSet(), 0, colour("HSV", 1, 2, 3), RenderRequest.plain(ImageType.PNG)))
        .isEqualTo(new Unrenderable(Reason.PHOTOMETRIC_INTERPRETATION));
  }

  @Test
  void overlaysInPlanesAndInUnusedBits() {
    DataSet set = window("2", "1", "");
    set.putBytes(0x60000010, Vr.US, new byte[] {1, 0});
    set.putBytes(0x60000011, Vr.US, new byte[] {2, 0});
    set.putBytes(0x60000050, Vr.SS, new byte[] {1, 0, 2, 0});
    set.putBytes(0x60003000, Vr.OW, new byte[] {0b11, 0});
    set.putBytes(Tags.of(0x6002, 0x0100), Vr.US, new byte[] {16, 0});
    set.putBytes(Tags.of(0x6002, 0x0102), Vr.US, new byte[] {15, 0});
    DataSet pixels = new DataSet();
    pixels.putInt(Tag.ROWS, 1);
    pixels.putInt(Tag.COLUMNS, 4);
    pixels.putInt(Tag.BITS_ALLOCATED, 16);
    pixels.putInt(Tag.BITS_STORED, 12);
    PixelDescription described =
        PixelDescription.of(pixels, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN).orElseThrow();
    NativeFrame cells =
        new NativeFrame(described, "MONOCHROME2", new byte[] {0, -128, 0, 0, 0, 0, 0, 0});
    Rendering with =
        Renderer.render(
            set, 0, cells.decoded(), Optional.of(cells), RenderRequest.plain(ImageType.PNG));
    int[] row = read(((Rendered) with).bytes()).getRaster().getPixels(0, 0, 4, 1, (int[]) null);
    assertThat(row).containsExactly(255, 255, 255, 0);
    assertThat(shown(set, cells.decoded())).containsExactly(0, 255, 255, 0);
  }

  @Test
  void shuttersCoverWhatIsOutside() {
    int[] white = new int[49];
    Arrays.fill(white, 9);
    DecodedFrame frame = grey(7, false, 16, white);
    DataSet set = window("5", "1", "");
    set.putString(Tag.SHUTTER_SHAPE, "RECTANGULAR", "CIRCULAR");
    set.putInt(Tag.SHUTTER_LEFT_VERTICAL_EDGE, 3);
    set.putInt(Tag.SHUTTER_RIGHT_VERTICAL_EDGE, 7);
    set.putInt(Tag.SHUTTER_UPPER_HORIZONTAL_EDGE, 1);
    set.putInt(Tag.SHUTTER_LOWER_HORIZONTAL_EDGE, 6);
    set.putInt(Tag.CENTER_OF_CIRCULAR_SHUTTER, 4, 4);
    set.putInt(Tag.RADIUS_OF_CIRCULAR_SHUTTER, 2);
    assertThat(rows(shown(set, frame), 7))
        .containsExactly(
            ".......", "...#...", "..###..", "..####.", "..###..", "...#...", ".......");
    set.putString(Tag.SHUTTER_SHAPE, "POLYGONAL");
    set.putInt(Tag.VERTICES_OF_THE_POLYGONAL_SHUTTER, 2, 2, 2, 6, 6, 4);
    assertThat(rows(shown(set, frame), 7).getFirst()).isEqualTo(".......");
    assertThat(rows(shown(set, frame), 7).get(3)).isEqualTo("..###..");
  }

  private static List<String> rows(int[] pixels, int width) {
    StringBuilder text = new StringBuilder();
    for (int pixel : pixels) {
      text.append(pixel > 127 ? '#' : '.');
    }
    return IntStream.range(0, pixels.length / width)
        .mapToObj(y -> text.substring(y * width, (y + 1) * width))
        .toList();
  }

  @Test
  void viewportsScaleMirrorAndCutOut() {
    DecodedFrame frame = grey(4, false, 16, 0, 100, 200, 300, 0, 100, 200, 300);
    DataSet set = window("150", "300", "LINEAR_EXACT");
    Viewport mirrored = new Viewport(2, 1, 2, 0, OptionalDouble.of(-2), OptionalDouble.of(-1));
    assertThat(shown(set, frame, viewport(mirrored))).containsExactly(255, 170);
    Rendering fitted = Renderer.render(set, 0, frame, viewport(Viewport.within(100, 10)));
    assertThat(fitted.toString()).isEqualTo("PNG 20x10");
    Viewport outside = new Viewport(2, 2, 4, 0, OptionalDouble.empty(), OptionalDouble.empty());
    assertThat(Renderer.render(set, 0, frame, viewport(outside)))
        .isEqualTo(new Unrenderable(Reason.REGION));
    set.putString(Tag.PIXEL_SPACING, "2", "1");
    assertThat(Renderer.render(set, 0, frame, RenderRequest.plain(ImageType.PNG)))
        .hasToString("PNG 4x4");
  }

  @Test
  void eachFrameHasItsOwnWindow() {
    DataSet set = new DataSet();
    set.putItems(
        Tag.PER_FRAME_FUNCTIONAL_GROUPS_SEQUENCE,
        List.of(group(window("5", "1", "")), group(window("50", "1", ""))));
    DecodedFrame frame = grey(2, false, 16, 10, 100);
    RenderRequest png = RenderRequest.plain(ImageType.PNG);
    assertThat(
            read(((Rendered) Renderer.render(set, 0, frame, png)).bytes())
                .getRaster()
                .getPixels(0, 0, 2, 1, (int[]) null))
        .containsExactly(255, 255);
    assertThat(
            read(((Rendered) Renderer.render(set, 1, frame, png)).bytes())
                .getRaster()
                .getPixels(0, 0, 2, 1, (int[]) null))
        .containsExactly(0, 255);
  }

  private static DataSet group(DataSet voi) {
    DataSet group = new DataSet();
    group.putItems(Tag.FRAME_VOILUT_SEQUENCE, List.of(voi));
    return group;
  }

  @Test
  void annotationsAreWrittenOnlyWhenAskedFor() {
    DataSet set = new DataSet();
    set.putString(Tag.SPECIFIC_CHARACTER_SET, "ISO_IR 192");
    set.putString(Tag.PATIENT_NAME, "Müller^Zoë😀" + "x".repeat(5000));
    DecodedFrame frame = grey(200, false, 8, new int[200 * 50]);
    assertThat(shown(set, frame)).containsOnly(0);
    RenderRequest asked =
        new RenderRequest(
            ImageType.PNG, 90, Optional.empty(), Optional.empty(), Set.of(Annotation.PATIENT));
    assertThat(shown(set, frame, asked)).contains(255);
  }

  @Test
  void animationsKeepFramesAndTime() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataSet header = new DataSet();
    header.putString(Tag.FRAME_TIME, "40");
    try (GifAnimation animation = new GifAnimation(bytes, Renderer.frameTime(header))) {
      for (int i = 0; i < 3; i++) {
        assertThat(
                Renderer.append(
                    animation,
                    header,
                    i,
                    i == 1 ? colour("RGB", 255, 0, 0) : grey(1, false, 8, 100 * i),
                    RenderRequest.plain(ImageType.GIF)))
            .isEmpty();
      }
    }
    ImageReader reader = ImageIO.getImageReadersByMIMEType("image/gif").next();
    reader.setInput(ImageIO.createImageInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    assertThat(reader.getNumImages(true)).isEqualTo(3);
    assertThat(reader.read(1).getRGB(0, 0)).isEqualTo(0xFFFF0000);
    assertThat(reader.read(2).getRaster().getSample(0, 0, 0)).isNotNegative();
    assertThat(bytes.toString(StandardCharsets.ISO_8859_1)).contains("NETSCAPE2.0", "!ù\4\0\4\0");
  }
}
