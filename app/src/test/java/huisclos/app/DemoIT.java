package huisclos.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the demo prints can be pasted, and does what it says; afterwards nothing is left. */
class DemoIT {
  @TempDir Path folder;

  @Test
  void thePrintedCommandsWork() throws Exception {
    Processes.peer("storescu");
    Path home;
    try (RunningArchive demo =
        RunningArchive.start(folder, folder, List.of("serve", "--demo", "--dicom-port", "0"))) {
      String text = waitFor(demo, "trail verify");
      home = Path.of(line(text, "trail verify").replaceFirst(".*--home ", "").strip());
      assertThat(Files.isDirectory(home)).isTrue();
      paste(line(text, "storescu "));
      assertThat(paste(line(text, "findscu "))).contains("DEMO").contains("StudyInstanceUID");
      assertThat(paste(line(text, "huisclos get "))).contains("failed 0 (0x0000)");
      assertThat(folder.resolve("fetched")).isNotEmptyDirectory();
      assertThat(paste(line(text, "trail who "))).contains("DEMO_READER").contains("RETRIEVE");
      assertThat(paste(line(text, "| curl "))).contains("\"00081199\"");
      assertThat(paste(line(text, "limit=3'"))).contains("DEMO");
      paste(line(text, "study.zip"));
      assertThat(Files.size(folder.resolve("study.zip"))).isGreaterThan(10_000);
      assertThat(paste(line(text, "trail verify "))).contains("the record is whole");
    }
    assertThat(Files.exists(home)).as("gone on exit").isFalse();
  }

  @Test
  void refusesToBeAnythingElse() {
    Processes.Result result =
        Processes.run("serve", "--demo", "--home", folder.resolve("x").toString());
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.err()).contains("--home");
    assertThat(Files.exists(folder.resolve("x"))).isFalse();
  }

  private String paste(String command) {
    String own = String.join(" ", Processes.huisclos().stream().map(a -> "'" + a + "'").toList());
    String runnable = "cd '" + folder + "' && " + command.replace("./huisclos", own) + " 2>&1";
    return Processes.run(List.of("bash", "-c", runnable), Map.of()).ok().out();
  }

  private static String waitFor(RunningArchive demo, String text) throws Exception {
    for (int i = 0; i < 600; i++) {
      String out = Files.readString(demo.out);
      if (out.contains(text)) {
        return out;
      }
      Thread.sleep(100);
    }
    throw new AssertionError("not printed: " + text);
  }

  private static String line(String text, String part) {
    return text.lines().filter(l -> l.contains(part)).findFirst().orElseThrow();
  }
}
