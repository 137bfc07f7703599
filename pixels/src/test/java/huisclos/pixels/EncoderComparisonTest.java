package huisclos.pixels;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.dicom.DicomException;
import huisclos.dicom.Part10;
import huisclos.dicom.Tag;
import huisclos.dicom.TransferSyntax;
import huisclos.dicom.Uids;
import huisclos.pixels.sandbox.Launch;
import huisclos.pixels.sandbox.Sandbox;
import huisclos.testkit.SharedData;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What we code, read by others: a shared file of each kind, coded without loss, decoded by DCMTK
 * and GDCM to the very samples that it had. dicom3tools finds nothing more to object to than
 * before.
 */
class EncoderComparisonTest {
  private static final int SMALL = 600_000;
  private static final PeerTool GDCM = PeerTool.of("gdcmconv", "-w");

  /** What coding changes of a data set. */
  private static final Pattern PIXELS =
      Pattern.compile(
          "Planar|Photometric|Samples|Bits|High Bit|PixelRep|Pixel Rep|Lossy|PixelData");

  @TempDir Path folder;

  @Test
  void othersDecodeWhatIsCodedHere() throws Exception {
    PeerTool.require("dcmdrle", "dcmdjpls", "gdcmconv", "dciodvfy");
    Map<String, List<PeerTool>> decoders =
        Map.of(
            Uids.RLE_LOSSLESS, List.of(PeerTool.of("dcmdrle"), GDCM),
            Uids.JPEGLS_LOSSLESS, List.of(PeerTool.of("dcmdjpls"), GDCM),
            Uids.JPEG2000_LOSSLESS, List.of(GDCM));
    Set<String> differences = new TreeSet<>();
    Set<String> compared = new TreeSet<>();
    try (Sandbox sandbox = new Sandbox(Launch.ofThisJava(1))) {
      FrameDecoder decoder = new FrameDecoder(sandbox);
      Transcoder transcoder = new Transcoder(new FrameCodec(decoder, new FrameEncoder(sandbox)));
      for (Map.Entry<String, Path> kind : kinds(decoder).entrySet()) {
        SharedFrames.Read read = SharedFrames.read(kind.getValue());
        for (Map.Entry<String, List<PeerTool>> to : decoders.entrySet()) {
          Optional<Path> coded = code(transcoder, read, to.getKey());
          if (coded.isEmpty()) {
            continue;
          }
          objections(kind.getValue(), coded.get())
              .forEach(o -> differences.add(kind.getKey() + " dciodvfy: " + o));
          for (PeerTool tool : to.getValue()) {
            if (knownToFail(tool, to.getKey(), kind)) {
              continue;
            }
            String what = kind.getKey() + ", " + to.getKey() + ", " + tool.words().getFirst();
            Optional<Path> theirs = tool.convert(coded.get(), folder);
            String difference =
                theirs.isEmpty()
                    ? "not decoded"
                    : difference(decoder, read.source(), SharedFrames.read(theirs.get()).source());
            if (!difference.isEmpty()) {
              differences.add(what + ": " + difference + " " + kind.getValue().getFileName());
            }
            compared.add(what);
          }
        }
      }
    }
    assertThat(differences).isEmpty();
    assertThat(compared).hasSizeGreaterThan(40);
    assertThat(compared).anyMatch(what -> what.startsWith("RGB 8/8 planar 0"));
  }

  /**
   * GDCM doesn't read some files as they are, and takes the bytes of RLE samples of more than one
   * byte in colours for something else, in other people's files too.
   */
  private boolean knownToFail(PeerTool tool, String to, Map.Entry<String, Path> kind)
      throws IOException, InterruptedException {
    return tool.equals(GDCM)
        && (tool.convert(kind.getValue(), folder).isEmpty()
            || (to.equals(Uids.RLE_LOSSLESS) && kind.getKey().matches("RGB (16|32)/.*")));
  }

  /** The smallest file of each kind that isn't compressed. */
  private static Map<String, Path> kinds(FrameDecoder decoder) throws IOException {
    Map<String, Path> kinds = new LinkedHashMap<>();
    for (SharedData.Entry entry : SharedData.entries()) {
      Optional<TransferSyntax> syntax = TransferSyntax.of(entry.transferSyntax());
      if (!entry.wellFormed()
          || syntax.isEmpty()
          || !syntax.get().uncompressed()
          || Files.size(entry.file()) > SMALL) {
        continue;
      }
      SharedFrames.Read read;
      try {
        read = SharedFrames.read(entry.file());
      } catch (DicomException _) {
        continue; // A bare data set, well-formed as that.
      }
      if (FrameSource.of(read.set(), read.syntax()) instanceof FrameSource source
          && source.description().bitsAllocated() > 1
          && decoder.decode(source, 0) instanceof Decoding.Decoded) {
        kinds.merge(
            kind(read, source.description()),
            entry.file(),
            (a, b) -> a.toFile().length() <= b.toFile().length() ? a : b);
      }
    }
    return kinds;
  }

  private static String kind(SharedFrames.Read read, PixelDescription is) {
    return "%s %d/%d planar %d%s%s%s"
        .formatted(
            is.photometric(),
            is.bitsAllocated(),
            is.bitsStored(),
            read.set().integer(Tag.PLANAR_CONFIGURATION).orElse(0),
            read.set().integer(Tag.PIXEL_REPRESENTATION).orElse(0) == 1 ? " signed" : "",
            is.frames() > 1 ? " frames" : "",
            read.set().integer(Tag.COLUMNS).orElse(0) % 2 == 1 ? " odd" : "");
  }

  private Optional<Path> code(Transcoder transcoder, SharedFrames.Read read, String to)
      throws IOException {
    TransferSyntax syntax = TransferSyntax.of(to).orElseThrow();
    Transcoding transcoding =
        transcoder.transcode(() -> new ByteArrayInputStream(read.bytes()), read.syntax(), syntax);
    if (!(transcoding instanceof Transcoded transcoded)) {
      return Optional.empty();
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (transcoded) {
      transcoded.writeTo(bytes);
    }
    Path file = folder.resolve("coded.dcm");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      Part10.write(out, SharedFrames.Read.of(bytes.toByteArray(), syntax).set(), syntax);
    }
    return Optional.of(file);
  }

  /** Empty if every sample of every frame is the same. */
  private static String difference(FrameDecoder decoder, FrameSource mine, FrameSource theirs)
      throws IOException {
    if (mine.size() != theirs.size()) {
      return theirs.size() + " frames of " + mine.size();
    }
    for (int n = 0; n < mine.size(); n++) {
      if (!(decoder.decode(mine, n) instanceof Decoding.Decoded(DecodedFrame a))
          || !(decoder.decode(theirs, n) instanceof Decoding.Decoded(DecodedFrame b))) {
        return "frame " + n + " isn't decoded";
      }
      if (!a.photometric().equals(b.photometric())
          || a.samples().length() != b.samples().length()) {
        return "frame " + n + " " + a + " / " + b;
      }
      for (int i = 0; i < a.samples().length(); i++) {
        if (a.samples().at(i) != b.samples().at(i)) {
          return "frame " + n + ", sample " + i;
        }
      }
    }
    return "";
  }

  /** What is wrong about the coded file's pixels that wasn't before. */
  private Set<String> objections(Path before, Path after) throws Exception {
    Set<String> known = errors(before);
    return errors(after).stream().filter(e -> !known.contains(e)).collect(Collectors.toSet());
  }

  private Set<String> errors(Path file) throws Exception {
    return PeerTool.of("dciodvfy")
        .report(file, folder)
        .lines()
        .filter(line -> line.startsWith("Error") && PIXELS.matcher(line).find())
        .collect(Collectors.toSet());
  }
}
