package huisclos.trail;

import huisclos.trail.Verification.Finding;
import huisclos.trail.Verification.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Collects findings, as many as are useful to list. Not thread-safe. */
final class Findings {
  private static final int MAX = 1_000;

  private final Path trailDir;
  private final List<Finding> problems = new ArrayList<>();
  private final List<Finding> warnings = new ArrayList<>();

  Findings(Path trailDir) {
    this.trailDir = trailDir;
  }

  void problem(Kind kind, String logId, Path file, String message) {
    add(problems, new Finding(kind, logId, OptionalLong.empty(), relative(file), message));
  }

  void problem(Kind kind, String logId, long index, Path file, String message) {
    add(problems, new Finding(kind, logId, OptionalLong.of(index), relative(file), message));
  }

  void warning(Kind kind, String logId, long index, Path file, String message) {
    add(warnings, new Finding(kind, logId, OptionalLong.of(index), relative(file), message));
  }

  void warning(Kind kind, String logId, Path file, String message) {
    add(warnings, new Finding(kind, logId, OptionalLong.empty(), relative(file), message));
  }

  Verification with(List<Verification.Log> logs) {
    return new Verification(logs, problems, warnings);
  }

  private String relative(Path file) {
    return file.startsWith(trailDir) ? trailDir.relativize(file).toString() : file.toString();
  }

  private static void add(List<Finding> to, Finding finding) {
    if (to.size() < MAX) {
      to.add(finding);
    } else if (to.size() == MAX) {
      to.add(new Finding(Kind.MORE, "", OptionalLong.empty(), "", "more findings are not listed"));
    }
  }
}
