package huisclos.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.dicom.Part10;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each kind of instance passes dicom3tools' check of its IOD, where that tool is installed. */
final class DemoConformanceTest {
  @TempDir Path folder;

  @Test
  void dciodvfyFindsNoError() throws IOException, InterruptedException {
    Assumptions.assumeTrue(installed(), "skipped: dciodvfy is not installed");
    var site = new DemoSite(1, LocalDate.of(2025, 11, 20));
    for (DemoObject object : DemoSiteTest.oneOfEachSeries(site)) {
      Path file = folder.resolve(object.sopInstance());
      try (OutputStream out = Files.newOutputStream(file)) {
        Part10.write(out, object.dataSet(), object.transferSyntax());
      }
      Process check =
          new ProcessBuilder("dciodvfy", file.toString()).redirectErrorStream(true).start();
      String said = new String(check.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      check.waitFor();
      assertThat(said).as(object.series().description()).doesNotContain("Error").isNotEmpty();
      Files.delete(file);
    }
  }

  private static boolean installed() {
    String path = System.getenv().getOrDefault("PATH", "");
    return Arrays.stream(path.split(":"))
        .filter(p -> !p.isEmpty())
        .anyMatch(p -> Files.isExecutable(Path.of(p, "dciodvfy")));
  }
}
