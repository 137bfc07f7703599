package huisclos.pixels;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A tool of DCMTK, GDCM or dicom3tools, for files. */
record PeerTool(List<String> words) {
  private static final int SECONDS = 60;

  static PeerTool of(String... words) {
    return new PeerTool(List.of(words));
  }

  /** Skips the test that runs where one of these isn't installed. */
  static void require(String... programs) {
    for (String program : programs) {
      boolean installed =
          Stream.of(System.getenv("PATH").split(":"))
              .anyMatch(path -> Files.isExecutable(Path.of(path, program)));
      Assumptions.assumeTrue(installed, "skipped: " + program + " is not installed");
    }
  }

  /** The file that it makes of a file; empty when it makes none. */
  Optional<Path> convert(Path file, Path folder) throws IOException, InterruptedException {
    Path out = folder.resolve("out.dcm");
    Files.deleteIfExists(out);
    int status = run(folder, file.toString(), out.toString());
    return status == 0 && Files.isRegularFile(out) ? Optional.of(out) : Optional.empty();
  }

  /** What it says of a file. */
  String report(Path file, Path folder) throws IOException, InterruptedException {
    var _ = run(folder, file.toString());
    return Files.readString(folder.resolve("tool.txt"), StandardCharsets.ISO_8859_1);
  }

  private int run(Path folder, String... more) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(words);
    command.addAll(List.of(more));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("tool.txt").toFile())
            .start();
    if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      return -1;
    }
    return process.exitValue();
  }
}
