package huisclos.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.testkit.SharedData;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** What we read is what DCMTK reads: tags, VRs, values, lengths and multiplicities of a sample. */
class DcmdumpComparisonTest {
  private static final Path DCMDUMP = Path.of("/usr/bin/dcmdump");

  /** A line with a value, in either program's output. */
  private static final Pattern LINE =
      Pattern.compile("( *)\\(([0-9a-f]{4},[0-9a-f]{4})\\) (..) (.*?) *# +(\\d+), *(\\d+) .*");

  @Test
  void agreesOnASample() throws Exception {
    Assumptions.assumeTrue(Files.isExecutable(DCMDUMP), "skipped: dcmdump is not installed");
    List<SharedData.Entry> files =
        SharedData.entries().stream().filter(SharedData.Entry::wellFormed).toList();
    int lines = 0;
    for (int i = 0; i < files.size(); i += 9) {
      SharedData.Entry entry = files.get(i);
      if (!entry.name().endsWith(".gz")) {
        List<String> theirs = comparable(dcmdump(entry.file()));
        assertThat(comparable(ours(entry.file()))).as(entry.name()).isEqualTo(theirs);
        lines += theirs.size();
      }
    }
    assertThat(lines).isGreaterThan(2_000);
  }

  private static List<String> comparable(List<String> lines) {
    List<String> comparable = new ArrayList<>();
    for (String line : lines) {
      Matcher m = LINE.matcher(line);
      if (!m.matches() || m.group(3).equals("na") || m.group(3).equals("SQ")) {
        continue;
      }
      int group = Integer.parseInt(m.group(2).substring(0, 4), 16);
      String value = m.group(4);
      // DCMTK knows some private elements, prints UIDs by its own names, and rounds doubles
      // its own way; long values are cut at other columns, and text stays undecoded.
      boolean plain =
          group % 2 == 0
              && group != 4 // offsets in a DICOMDIR are a VR of DCMTK's own
              && !value.startsWith("=")
              && !isRegistered(value)
              && !value.contains("...")
              && !m.group(3).matches("F[DL]|O[DFLVW]|UN|\\?\\?|[a-z]{2}")
              && value.chars().allMatch(c -> c >= ' ' && c < 0x7F)
              && !value.contains("  ");
      if (plain) {
        comparable.add(
            m.group(1)
                + m.group(2)
                + " "
                + m.group(3)
                + " "
                + value
                + " #"
                + m.group(5)
                + ","
                + m.group(6));
      }
    }
    return comparable;
  }

  private static boolean isRegistered(String value) {
    return value.startsWith("[")
        && UidRegistry.find(value.substring(1, value.length() - 1)).isPresent();
  }

  private static List<String> ours(Path file) throws IOException {
    StringWriter out = new StringWriter();
    try (InputStream in = Files.newInputStream(file)) {
      DataSetPrinter.print(Part10.open(in), out);
    }
    return out.toString().lines().toList();
  }

  private static List<String> dcmdump(Path file) throws IOException {
    Process process =
        new ProcessBuilder(DCMDUMP.toString(), "-q", file.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1)
        .lines()
        .toList();
  }
}
