package huisclos.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.testkit.SharedData;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The committed tables are what the generator makes of the standard's tables. */
class GeneratedTablesTest {
  private static final List<String> FILES =
      List.of(
          "java/huisclos/dicom/Tag.java",
          "java/huisclos/dicom/Uids.java",
          "resources/huisclos/dicom/elements.txt",
          "resources/huisclos/dicom/elements.idx",
          "resources/huisclos/dicom/uids.txt");

  @Test
  void regenerationChangesNothing(@TempDir Path fresh) throws Exception {
    Path tables = SharedData.require().resolve("standard");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "src/generator/java/GenerateStandard.java",
                tables.toString(),
                fresh.toString())
            .inheritIO()
            .start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).isZero();
    for (String file : FILES) {
      assertThat(Files.mismatch(fresh.resolve(file), Path.of("src/main").resolve(file)))
          .as("first difference in %s: run ./dev generate", file)
          .isEqualTo(-1);
    }
  }
}
