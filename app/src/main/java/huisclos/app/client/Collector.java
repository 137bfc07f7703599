package huisclos.app.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Finds what to send in files and folders. */
public final class Collector {
  private Collector() {}

  /** The DICOM files there, in order of their paths; what is none goes to the report. */
  public static List<Outgoing> collect(List<Path> roots, SendReport report) throws IOException {
    List<Outgoing> found = new ArrayList<>();
    for (Path root : roots) {
      if (!Files.exists(root)) {
        report.failed(root, "there is no such file");
        continue;
      }
      try (Stream<Path> files = Files.walk(root)) {
        for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile).sorted()::iterator) {
          add(file, found, report);
        }
      }
    }
    return found;
  }

  private static void add(Path file, List<Outgoing> found, SendReport report) {
    try {
      Outgoing outgoing = Outgoing.read(file);
      if (report.alreadySent(outgoing)) {
        report.skip();
      } else {
        found.add(outgoing);
      }
    } catch (IOException e) {
      // The room's own exceptions hold a rule and a place; a file system's would repeat the path.
      report.failed(file, "no DICOM file that can be sent: " + e.getMessage());
    }
  }
}
