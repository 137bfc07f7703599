package huisclos.pixels;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.dicom.DataSet;
import huisclos.dicom.DataSetDecoder;
import huisclos.dicom.DicomException;
import huisclos.dicom.Part10;
import huisclos.dicom.Part10File;
import huisclos.dicom.ReadOptions;
import huisclos.dicom.Tag;
import huisclos.dicom.Uids;
import huisclos.pixels.Decoding.Decoded;
import huisclos.pixels.sandbox.Launch;
import huisclos.pixels.sandbox.Sandbox;
import huisclos.testkit.SharedData;
import huisclos.testkit.SharedData.Entry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * The first frame of well-formed shared files against the picture that DCMTK makes of it. One file
 * of each kind is enough in a test; {@code -Dhuisclos.pictures=all} takes all and prints the table
 * of docs/pixels.md.
 */
class ReferencePicturesTest {
  /** What DCMTK does in its own way, told by what is special about a file. */
  private enum Different {
    ONE_BIT("DCMTK shows the 1 of one bit in half the light"),
    FUNCTIONAL_GROUPS("DCMTK doesn't look into functional groups for rescale and windows"),
    COLOUR_OVERLAY("DCMTK draws no overlays on colour"),
    BIG_ENDIAN_32("DCMTK swaps bytes of 32-bit cells by halves"),
    JFIF_COLOUR(
        "DCMTK takes a JFIF stream for the RGB that the header says, we for the YCbCr it is"),
    FRACTIONS("DCMTK's range of values is wider by 1, which is too much where all are fractions"),
    PADDING("we show padding black and leave it out of the values' range");

    private final String reason;

    Different(String reason) {
      this.reason = reason;
    }

    static Optional<Different> of(DataSet set, Entry entry) {
      return Arrays.stream(values()).filter(d -> d.holds(set, entry)).findFirst();
    }

    private boolean holds(DataSet set, Entry entry) {
      return switch (this) {
        case ONE_BIT -> set.integer(Tag.BITS_STORED).orElse(0) == 1;
        case FUNCTIONAL_GROUPS -> set.contains(Tag.SHARED_FUNCTIONAL_GROUPS_SEQUENCE);
        case COLOUR_OVERLAY ->
            set.contains(0x60003000) && set.integer(Tag.SAMPLES_PER_PIXEL).orElse(1) > 1;
        case BIG_ENDIAN_32 ->
            entry.transferSyntax().equals(Uids.EXPLICIT_VR_BIG_ENDIAN)
                && set.integer(Tag.BITS_ALLOCATED).orElse(0) == 32;
        case JFIF_COLOUR ->
            entry.transferSyntax().equals(Uids.JPEG_BASELINE8_BIT)
                && set.string(Tag.PHOTOMETRIC_INTERPRETATION, "").equals("RGB");
        case FRACTIONS -> Numbers.decimal(set, Tag.RESCALE_SLOPE).orElse(1) < 0.01;
        case PADDING -> set.contains(Tag.PIXEL_PADDING_VALUE);
      };
    }
  }

  private static final Path DCMTK = Path.of("/usr/bin/dcmj2pnm");
  private static final Path GDCM = Path.of("/usr/bin/gdcmconv");

  /** Rounding: DCMTK drops fractions of a grey level, and JPEG leaves decoders a level or two. */
  private static final int TOLERANCE = 2;

  /** What became of a file: a word for the table, and figures. */
  private record Result(String name, String kind, String detail) {}

  @Test
  void agreesWithDcmtk() throws Exception {
    Assumptions.assumeTrue(Files.isExecutable(DCMTK), "skipped: dcmtk is not installed");
    boolean all = System.getProperty("huisclos.pictures", "").equals("all");
    Set<String> kinds = new HashSet<>();
    List<Result> results = new ArrayList<>();
    try (Sandbox sandbox = new Sandbox(Launch.ofThisJava(1))) {
      FrameDecoder decoder = new FrameDecoder(sandbox);
      for (Entry entry : SharedData.entries()) {
        Optional<DataSet> set = entry.wellFormed() ? read(entry.file()) : Optional.empty();
        if (set.isPresent()
            && set.get().contains(Tag.PIXEL_DATA)
            && (kinds.add(kind(set.get(), entry)) || all)) {
          results.add(compare(decoder, entry, set.get()));
        }
      }
    }
    print(results);
    assertThat(results).filteredOn(r -> r.kind().equals("differs")).isEmpty();
    assertThat(results).hasSizeGreaterThan(60);
  }

  private static String kind(DataSet set, Entry entry) {
    return entry.transferSyntax()
        + set.string(Tag.PHOTOMETRIC_INTERPRETATION, "")
        + set.string(Tag.BITS_STORED, "")
        + set.string(Tag.PIXEL_REPRESENTATION, "")
        + set.string(Tag.PLANAR_CONFIGURATION, "")
        + set.contains(Tag.WINDOW_CENTER)
        + set.contains(Tag.VOILUT_SEQUENCE)
        + set.contains(Tag.MODALITY_LUT_SEQUENCE)
        + set.contains(Tag.PIXEL_PADDING_VALUE)
        + set.contains(0x60000010);
  }

  private static Optional<DataSet> read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      Part10File opened = Part10.open(in);
      return Optional.of(DataSetDecoder.read(opened.reader(), ReadOptions.whole()));
    } catch (DicomException _) {
      return Optional.empty();
    }
  }

  private static Result compare(FrameDecoder decoder, Entry entry, DataSet set) throws Exception {
    Opening opening;
    try (InputStream in = Files.newInputStream(entry.file())) {
      opening = FrameSource.of(set, Part10.open(in).transferSyntax());
    }
    return switch (opening) {
      case Undecodable undecodable ->
          new Result(entry.name(), "not decoded: " + undecodable.reason(), "");
      case FrameSource source -> compare(decoder, entry, set, source);
    };
  }

  private static Result compare(FrameDecoder decoder, Entry entry, DataSet set, FrameSource source)
      throws Exception {
    return switch (decoder.decode(source, 0)) {
      case Undecodable undecodable ->
          new Result(entry.name(), "not decoded: " + undecodable.reason(), "");
      case Decoded(DecodedFrame frame) -> {
        FrameAttributes attributes = new FrameAttributes(set, 0);
        yield switch (Renderer.display(attributes, frame, Optional.empty())) {
          case Renderer.Refused(Rendering.Reason reason) ->
              new Result(entry.name(), "not rendered: " + reason, "");
          case Renderer.Shown(Picture picture) -> {
            Overlays.draw(
                picture,
                attributes,
                decoder.decodeNative(source, 0) instanceof NativeFrame cells
                    ? Optional.of(cells)
                    : Optional.empty());
            yield compare(entry, set, picture, reference(entry, options(set, frame)));
          }
        };
      }
    };
  }

  /** The options that make DCMTK choose what we choose without being asked. */
  private static List<String> options(DataSet set, DecodedFrame frame) {
    if (frame.samplesPerPixel() > 1 || frame.photometric().equals("PALETTE COLOR")) {
      return List.of();
    }
    if (VoiTransform.of(set, true).isPresent()) {
      return set.contains(Tag.WINDOW_CENTER) ? List.of("+Wi", "1") : List.of("+Wl", "1");
    }
    boolean plain =
        ModalityTransform.of(set, frame.signed()).equals(new ModalityTransform.Line(1, 0));
    return plain && frame.bitsStored() <= 8 ? List.of("-W") : List.of("+Wm");
  }

  /** DCMTK's picture as a binary PGM or PPM; empty bytes where it makes none. */
  private static byte[] reference(Entry entry, List<String> options) throws Exception {
    String tool =
        switch (entry.transferSyntax()) {
          case Uids.JPEGLS_LOSSLESS, Uids.JPEGLS_NEAR_LOSSLESS -> "/usr/bin/dcml2pnm";
          default -> DCMTK.toString();
        };
    byte[] picture = picture(tool, entry.file(), options);
    if (picture.length > 0 || !Files.isExecutable(GDCM)) {
      return picture;
    }
    // What DCMTK has no decoder for is decompressed by GDCM first.
    Path plain = Files.createTempFile("plain", ".dcm");
    try {
      output(List.of(GDCM.toString(), "--raw", entry.file().toString(), plain.toString()));
      return picture(tool, plain, options);
    } finally {
      Files.delete(plain);
    }
  }

  private static byte[] picture(String tool, Path file, List<String> options) throws Exception {
    List<String> command = new ArrayList<>(List.of(tool, "-q", "+op"));
    command.addAll(options);
    command.add(file.toString());
    return output(command);
  }

  private static byte[] output(List<String> command) throws Exception {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    process.getOutputStream().close();
    byte[] output = process.getInputStream().readAllBytes();
    return process.waitFor() == 0 ? output : new byte[0];
  }

  private static Result compare(Entry entry, DataSet set, Picture ours, byte[] pnm) {
    if (pnm.length == 0) {
      return new Result(entry.name(), "no reference", "");
    }
    int bands = pnm[1] == '6' ? 3 : 1;
    int count = ours.width() * ours.height() * bands;
    int start = pnm.length - count;
    String header = new String(pnm, 0, Math.clamp(start, 0, 40), StandardCharsets.ISO_8859_1);
    if (!header.contains(ours.width() + " " + ours.height() + "\n")) {
      return new Result(entry.name(), "differs", "size");
    }
    int worst = 0;
    int off = 0;
    for (int i = 0; i < count; i++) {
      int own = ours.samples()[ours.bands() == bands ? i : i / 3] & 0xFF;
      int difference = Math.abs(own - (pnm[start + i] & 0xFF));
      worst = Math.max(worst, difference);
      off += difference > TOLERANCE ? 1 : 0;
    }
    String detail = "by " + worst + "; beyond " + TOLERANCE + " " + off + " of " + count;
    if (worst <= TOLERANCE) {
      return new Result(entry.name(), worst == 0 ? "equal" : "within " + TOLERANCE, detail);
    }
    return Different.of(set, entry)
        .map(d -> new Result(entry.name(), "differs: " + d.reason, detail))
        .orElse(new Result(entry.name(), "differs", detail));
  }

  private static void print(List<Result> results) {
    Map<String, Integer> counts = new TreeMap<>();
    for (Result result : results) {
      counts.merge(result.kind(), 1, Integer::sum);
      if (!result.kind().equals("equal") && !result.kind().startsWith("within")) {
        System.out.println(result.kind() + "  " + result.name() + "  " + result.detail());
      }
    }
    System.out.println("pictures: " + counts);
  }
}
