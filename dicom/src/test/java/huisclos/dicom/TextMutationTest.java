package huisclos.dicom;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import huisclos.testkit.SharedData;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A short fuzz run of our own, always on: JSON documents and coded text with some bytes changed.
 */
class TextMutationTest {
  private static final long SEED = Long.getLong("huisclos.seed", 20261122L);
  private static final long NANOS = 4_000_000_000L;
  private static final int SMALL = 30_000;

  private static final List<String> JSON_PIECES =
      List.of(
          "{",
          "}",
          "[",
          "]",
          "\"",
          ",",
          ":",
          "null",
          "{}",
          "[]",
          "\\u0000",
          "\\ud800",
          "1e999",
          "-0",
          "0.1",
          "18446744073709551615",
          "\"vr\":\"SQ\",",
          "\"Value\":[",
          "\"vr\":\"UV\"",
          "\"InlineBinary\":\"AAA=\"",
          "\"BulkDataURI\":\"x\"",
          "\"DataFragment\":[{}]",
          "\"00080005\":{\"vr\":\"CS\",\"Value\":[\"ISO_IR 100\"]},",
          "\\\\",
          "=",
          "^",
          "é",
          "\"NaN\"");

  private static final List<String> CODED_PIECES =
      List.of(
          "\u001b",
          "\u001b(B",
          "\u001b(J",
          "\u001b)I",
          "\u001b$B",
          "\u001b$(D",
          "\u001b$)C",
          "\u001b$)A",
          "\u001b-A",
          "\u001b-L",
          "\u001b-T",
          "\\",
          "^",
          "=",
          "\n",
          "\t",
          "\u00ff",
          "\u00a1\u00a1",
          "\u00810\u00810",
          "\u00d5\\",
          "\u00e5\u00b0",
          "30",
          "~",
          "\0");

  @Test
  void noDocumentDoesMoreThanBeRefused() throws IOException {
    List<byte[]> seeds = documents();
    mutate(seeds, JSON_PIECES.stream().map(p -> p.getBytes(UTF_8)).toList(), HostileText::json);
  }

  @Test
  void noTextDoesMoreThanBeRead() {
    List<byte[]> seeds =
        Stream.of(
                "Yamada^Tarou=\u001b$B;3ED\u001b(B^\u001b$BB@O:\u001b(B",
                "Hong^Gildong=\u001b$)C\u00fb\u00f3^\u001b$)C\u00d1\u00ce\u00d4\u00d7",
                "\u00d4\u00cf\u00c0\u00de^\u00c0\u00db\u00b3=\u001b$B;3\u001b(J",
                "Buc^J\u00e9r\u00f4me",
                "\u00cd\u00f5^\u00d0\u00a1\u00b6\u00ab")
            .map(text -> text.getBytes(ISO_8859_1))
            .toList();
    mutate(
        seeds, CODED_PIECES.stream().map(p -> p.getBytes(ISO_8859_1)).toList(), HostileText::text);
  }

  private static void mutate(List<byte[]> seeds, List<byte[]> pieces, Consumer<byte[]> target) {
    Random random = new Random(SEED);
    long end = System.nanoTime() + NANOS;
    int run = 0;
    for (; System.nanoTime() < end; run++) {
      byte[] mutant = mutant(seeds.get(random.nextInt(seeds.size())), pieces, random);
      try {
        target.accept(mutant);
      } catch (RuntimeException | Error e) {
        throw new AssertionError("seed " + SEED + ", run " + run, e);
      }
    }
    assertThat(run).isGreaterThan(10);
  }

  /** A piece put in, bytes changed, a stretch taken out or doubled, one to four times. */
  private static byte[] mutant(byte[] original, List<byte[]> pieces, Random random) {
    byte[] bytes = original;
    for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
      int from = random.nextInt(bytes.length + 1);
      int to = Math.min(bytes.length, from + random.nextInt(24));
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.write(bytes, 0, from);
      switch (random.nextInt(4)) {
        case 0 -> {
          out.writeBytes(pieces.get(random.nextInt(pieces.size())));
          out.write(bytes, from, bytes.length - from);
        }
        case 1 -> {
          out.write(random.nextInt());
          int rest = Math.min(bytes.length, from + 1);
          out.write(bytes, rest, bytes.length - rest);
        }
        case 2 -> out.write(bytes, to, bytes.length - to);
        default -> {
          out.write(bytes, from, to - from);
          out.write(bytes, from, bytes.length - from);
        }
      }
      bytes = out.toByteArray();
    }
    return bytes;
  }

  private static List<byte[]> documents() throws IOException {
    List<byte[]> documents = new ArrayList<>();
    documents.add(
        """
        {"00080005":{"vr":"CS","Value":["ISO_IR 192"]},
         "00080008":{"vr":"CS","Value":["A",null]},
         "00100010":{"vr":"PN","Value":[{"Alphabetic":"a^b","Ideographic":"c","Phonetic":"d"}]},
         "00101002":{"vr":"SQ","Value":[{"00100020":{"vr":"LO","Value":["é"]}},{}]},
         "00101030":{"vr":"DS","Value":[70.5,"x"]},
         "00189218":{"vr":"FD","Value":[1.5,"NaN"]},
         "00280009":{"vr":"AT","Value":["00181063"]},
         "00280010":{"vr":"US","Value":[512]},
         "00091001":{"vr":"UV","Value":["18446744073709551615"]},
         "7FE00010":{"vr":"OB","DataFragment":[{},{"InlineBinary":"AQI="}]}}
        """
            .getBytes(UTF_8));
    if (SharedData.find().isPresent()) {
      try (Stream<Path> samples = Files.list(SharedData.require().resolve("dicom-json"))) {
        for (Path sample : samples.sorted().toList()) {
          documents.add(Files.readAllBytes(sample));
        }
      }
      for (SharedData.Entry entry : SharedData.entries()) {
        boolean plain = entry.wellFormed() && !entry.name().endsWith(".gz");
        if (plain && Files.size(entry.file()) < SMALL) {
          documents.add(json(entry.file()));
        }
      }
    }
    return documents;
  }

  private static byte[] json(Path file) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Part10File opened = Part10.open(new ByteArrayInputStream(Files.readAllBytes(file)));
    DicomJson.write(opened.reader(), out, JsonOptions.upTo(200));
    return out.toByteArray();
  }
}
