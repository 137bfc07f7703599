package huisclos.pixels;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.dicom.Uids;
import huisclos.pixels.sandbox.Launch;
import huisclos.pixels.sandbox.Sandbox;
import huisclos.testkit.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The samples that DCMTK and GDCM decode, for every shared file of a syntax that both know: the
 * same where the syntax is lossless, at most 2 apart where it is not. {@code -Dpixels.all=true}
 * takes large files too.
 */
class CodecComparisonTest {
  private static final int SMALL = 200_000;
  private static final int LOSSY = 2;
  private static final Set<String> LOSSY_SYNTAXES =
      Set.of(
          Uids.JPEG_BASELINE8_BIT,
          Uids.JPEG_EXTENDED12_BIT,
          Uids.JPEG_SPECTRAL_SELECTION_NON_HIERARCHICAL68,
          Uids.JPEG_FULL_PROGRESSION_NON_HIERARCHICAL1012,
          Uids.JPEG2000);

  /**
   * Two say RGB, though JFIF says YCbCr, and DCMTK takes them for RGB. CharLS refuses the third's
   * code stream, in GDCM too, and DCMTK's copy of it doesn't. The fourth's frames at the edge are
   * smaller than its rows and columns.
   */
  private static final Set<String> LEFT_OUT =
      Set.of("example-mg.dcm", "example2.dcm", "MR1_JLSL", "multiframe.dcm");

  @TempDir Path folder;

  @Test
  void decodesWhatOthersDecode() throws IOException, InterruptedException {
    PeerTool.require("dcmdjpeg", "gdcmconv");
    List<String> differences = new ArrayList<>();
    int compared = 0;
    try (Sandbox sandbox = new Sandbox(Launch.ofThisJava(1))) {
      FrameDecoder decoder = new FrameDecoder(sandbox);
      for (SharedData.Entry entry : SharedData.entries()) {
        boolean small = Boolean.getBoolean("pixels.all") || Files.size(entry.file()) < SMALL;
        Optional<PeerTool> tool = tool(entry.transferSyntax());
        if (entry.malformed()
            || LEFT_OUT.contains(entry.file().getFileName().toString())
            || !small
            || tool.isEmpty()) {
          continue;
        }
        Optional<Path> theirs = tool.get().convert(entry.file(), folder);
        if (theirs.isPresent()) {
          String difference = difference(entry, theirs.get(), decoder);
          if (!difference.isEmpty()) {
            differences.add(entry.name() + ": " + difference);
          }
          compared++;
        }
      }
    }
    assertThat(differences).isEmpty();
    assertThat(compared).isGreaterThan(40);
  }

  private static Optional<PeerTool> tool(String syntax) {
    return switch (syntax) {
      case Uids.RLE_LOSSLESS -> Optional.of(PeerTool.of("dcmdrle"));
      case Uids.JPEGLS_LOSSLESS, Uids.JPEGLS_NEAR_LOSSLESS -> Optional.of(PeerTool.of("dcmdjpls"));
      case Uids.JPEG_BASELINE8_BIT,
          Uids.JPEG_EXTENDED12_BIT,
          Uids.JPEG_SPECTRAL_SELECTION_NON_HIERARCHICAL68,
          Uids.JPEG_FULL_PROGRESSION_NON_HIERARCHICAL1012,
          Uids.JPEG_LOSSLESS,
          Uids.JPEG_LOSSLESS_SV1 ->
          Optional.of(PeerTool.of("dcmdjpeg"));
      case Uids.JPEG2000, Uids.JPEG2000_LOSSLESS -> Optional.of(PeerTool.of("gdcmconv", "-w"));
      default -> Optional.empty();
    };
  }

  /** Empty if the first and the last frame are near enough. */
  private static String difference(SharedData.Entry entry, Path theirs, FrameDecoder decoder)
      throws IOException {
    FrameSource mine = SharedFrames.read(entry.file()).source();
    FrameSource other = SharedFrames.read(theirs).source();
    int allowed = LOSSY_SYNTAXES.contains(entry.transferSyntax()) ? LOSSY : 0;
    for (int n : new TreeSet<>(List.of(0, other.description().frames() - 1))) {
      Decoding ours = decoder.decode(mine, n);
      Decoding reference = decoder.decode(other, n);
      if (!(ours instanceof Decoding.Decoded(DecodedFrame a))) {
        return "frame " + n + " " + ours;
      }
      if (!(reference instanceof Decoding.Decoded(DecodedFrame b))) {
        return "";
      }
      if (!a.photometric().equals(b.photometric())) {
        return "photometric " + a.photometric() + ", theirs " + b.photometric();
      }
      int most = 0;
      long apart = 0;
      for (int i = 0; i < a.samples().length(); i++) {
        int d = Math.abs(a.samples().at(i) - b.samples().at(i));
        most = Math.max(most, d);
        apart += d > allowed ? 1 : 0;
      }
      if (most > allowed) {
        return "frame "
            + n
            + ": "
            + apart
            + " samples up to "
            + most
            + " apart, "
            + a
            + " / "
            + b
            + " stored as "
            + mine.description().photometric();
      }
    }
    return "";
  }
}
