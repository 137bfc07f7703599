package huisclos.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import huisclos.testkit.SharedData;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/**
 * Every real file: well-formed and odd ones read and come out again as they were; malformed ones
 * end in the outcome that is written down beside this test. All within this JVM's 256 MB heap.
 */
class CorpusTest {
  private static final Duration ENOUGH = Duration.ofMinutes(2);

  /** Files whose rewriting gives the same values in other bytes, and why. */
  private static final Map<String, String> NOT_CANONICAL =
      Map.of(
          "fo-dicom__fo-dicom/GH179A.dcm", "an element whose VR is two spaces gets its real one");

  @Test
  void wellFormedAndOddFilesComeBackAsTheyWere() {
    List<SharedData.Entry> files =
        SharedData.entries().stream().filter(e -> !e.malformed()).toList();
    assertTimeoutPreemptively(
        ENOUGH,
        () -> {
          for (SharedData.Entry entry : files) {
            comesBack(entry);
          }
        });
    assertThat(files).hasSizeGreaterThan(400);
  }

  private static void comesBack(SharedData.Entry entry) throws IOException {
    byte[] all = bytes(entry);
    Part10File file = Part10.open(new ByteArrayInputStream(all));
    if (!entry.transferSyntax().isEmpty()) {
      assertThat(file.transferSyntax().uid()).as(entry.name()).isEqualTo(entry.transferSyntax());
    }
    DataSet set = DataSetDecoder.read(file.reader(), ReadOptions.whole());
    byte[] written = Bytes.write(set, file.transferSyntax());
    byte[] source = Arrays.copyOfRange(all, (int) file.dataSetOffset(), all.length);
    if (file.transferSyntax().deflated()) {
      // Two deflaters need not agree: what they deflate must.
      source = new InflatedStream(new ByteArrayInputStream(source)).readAllBytes();
      written = new InflatedStream(new ByteArrayInputStream(written)).readAllBytes();
    }
    if (NOT_CANONICAL.containsKey(entry.name())) {
      assertThat(written).as(entry.name()).isNotEqualTo(source);
    } else {
      assertThat(Arrays.mismatch(written, source)).as("byte of %s", entry.name()).isEqualTo(-1);
    }
    String values = Described.values(set);
    assertThat(
            Described.values(
                Bytes.read(Bytes.write(set, file.transferSyntax()), file.transferSyntax())))
        .as(entry.name())
        .isEqualTo(values);
    streams(all);
  }

  /** The ways that hold nothing find the same structure. */
  private static void streams(byte[] all) throws IOException {
    DataSetReader reader = Part10.open(new ByteArrayInputStream(all)).reader();
    DataSetDecoder.read(reader, ReadOptions.header());
    reader.skipToEnd();
    DataSetPrinter.print(Part10.open(new ByteArrayInputStream(all)), Writer.nullWriter());
    Part10File file = Part10.open(new ByteArrayInputStream(all));
    if (file.transferSyntax().uncompressed()) {
      byte[] digest = CanonicalDigest.of(file.dataSetStream(), file.transferSyntax());
      TransferSyntax other = TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN;
      ByteArrayOutputStream copy = new ByteArrayOutputStream();
      DataSetCopier.copy(Part10.open(new ByteArrayInputStream(all)).reader(), copy, other);
      assertThat(CanonicalDigest.of(new ByteArrayInputStream(copy.toByteArray()), other))
          .isEqualTo(digest);
    }
  }

  @Test
  void malformedFilesEndAsWrittenDown() throws Exception {
    Map<String, String> expected = expectations();
    Map<String, String> outcomes = new TreeMap<>();
    List<SharedData.Entry> files =
        SharedData.entries().stream().filter(SharedData.Entry::malformed).toList();
    assertTimeoutPreemptively(
        ENOUGH,
        () -> {
          for (SharedData.Entry entry : files) {
            outcomes.put(entry.name(), outcome(bytes(entry)));
          }
        });
    List<String> unexpected = new ArrayList<>();
    outcomes.forEach((name, outcome) -> {
      if (!outcome.equals(expected.get(name))) {
        unexpected.add(name + "\t" + outcome);
      }
    });
    assertThat(unexpected).as("outcomes unlike malformed-outcomes.tsv").isEmpty();
  }

  /** "reads", or rule and offset of the breach; a reading must write and read again. */
  private static String outcome(byte[] all) throws IOException {
    String outcome;
    try {
      Part10File file = Part10.open(new ByteArrayInputStream(all));
      DataSet set = DataSetDecoder.read(file.reader(), ReadOptions.whole());
      byte[] written = Bytes.write(set, file.transferSyntax());
      assertThat(Described.values(Bytes.read(written, file.transferSyntax())))
          .isEqualTo(Described.values(set));
      outcome = "reads";
    } catch (DicomException e) {
      assertThat(e.offset()).isPresent();
      outcome = e.rule() + " at " + e.offset().orElseThrow();
    }
    try {
      streams(all);
    } catch (DicomException e) {
      assertThat(e.offset()).isPresent();
      assertThat(outcome).isNotEqualTo("reads");
    }
    return outcome;
  }

  private static Map<String, String> expectations() throws IOException {
    Map<String, String> expected = new TreeMap<>();
    try (var in = CorpusTest.class.getResourceAsStream("malformed-outcomes.tsv")) {
      String text =
          new String(java.util.Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      text.lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split("\t"))
          .forEach(f -> expected.put(f[0], f[1]));
    }
    return expected;
  }

  private static byte[] bytes(SharedData.Entry entry) throws IOException {
    byte[] all = Files.readAllBytes(entry.file());
    if (entry.name().endsWith(".gz")) {
      return new GZIPInputStream(new ByteArrayInputStream(all)).readAllBytes();
    }
    return all;
  }
}
