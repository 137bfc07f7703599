package huisclos.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.testkit.SharedData;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * The same document as DCMTK's {@code dcm2json} writes, but for what {@link JsonComparison} lets
 * pass and the VR of Pixel Padding Value, which an implicit encoding leaves to the reader.
 */
class Dcm2jsonComparisonTest {
  private static final int SMALL = 600_000;
  private static final int SAMPLE = 90;
  private static final int SECONDS = 20;

  @Test
  void saysWhatDcm2jsonSays() throws IOException, InterruptedException {
    Assumptions.assumeTrue(installed(), "skipped: dcm2json is not installed");
    List<String> differences = new ArrayList<>();
    int compared = 0;
    for (SharedData.Entry entry : sample()) {
      Optional<Object> theirs = theirs(entry.file());
      if (theirs.isPresent()) {
        for (String difference : JsonComparison.differences(theirs.get(), ours(entry.file()))) {
          if (!difference.startsWith("/" + Tags.hex(Tag.PIXEL_PADDING_VALUE))) {
            differences.add(entry.name() + difference);
          }
        }
        compared++;
      }
    }
    assertThat(differences).isEmpty();
    assertThat(compared).isGreaterThan(SAMPLE / 3);
  }

  private static boolean installed() {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "dcm2json")));
  }

  private static List<SharedData.Entry> sample() throws IOException {
    List<SharedData.Entry> small = new ArrayList<>();
    for (SharedData.Entry entry : SharedData.entries()) {
      if (entry.wellFormed() && Files.size(entry.file()) < SMALL) {
        small.add(entry);
      }
    }
    int step = Math.max(1, small.size() / SAMPLE);
    return Stream.iterate(0, i -> i < small.size(), i -> i + step).map(small::get).toList();
  }

  private static Object ours(Path file) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Part10File opened = Part10.open(new ByteArrayInputStream(Files.readAllBytes(file)));
    DicomJson.write(opened.reader(), out, JsonOptions.EVERYTHING);
    return JsonTree.parse(out.toByteArray());
  }

  /** Nothing where dcm2json gives up: encapsulated pixel data, some character sets. */
  private static Optional<Object> theirs(Path file) throws IOException, InterruptedException {
    Path json = Files.createTempFile("dcm2json", ".json");
    try {
      Process process =
          new ProcessBuilder("dcm2json", "-fc", "-q", file.toString(), json.toString())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return Optional.empty();
      }
      byte[] text = Files.readAllBytes(json);
      if (process.exitValue() != 0 || text.length == 0) {
        return Optional.empty();
      }
      return Optional.of(JsonTree.parse(text));
    } finally {
      Files.delete(json);
    }
  }
}
