package huisclos.app.probelab;

import huisclos.probe.finding.Finding;
import huisclos.probe.finding.Rung;
import huisclos.probe.finding.Software;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The truth beside what was found, row by row. */
final class Table {
  private final List<String> lines = new ArrayList<>();
  private final List<String> wrong = new ArrayList<>();

  Table(String title, List<Truth> truths, List<Finding> findings) {
    lines.add("### " + title);
    lines.add("");
    lines.add(
        "| server | asked as | found | verdict | barrier | climbs | software | patients, studies,"
            + " images | |");
    lines.add("|---|---|---|---|---|---|---|---|---|");
    List<Finding> rest = new ArrayList<>(findings);
    for (Truth truth : truths) {
      List<Finding> here =
          findings.stream()
              .filter(f -> f.door().address().equals(truth.address()))
              .filter(f -> f.door().port() == truth.port())
              .toList();
      rest.removeAll(here);
      for (Row row : truth.rows()) {
        List<Finding> same = here.stream().filter(f -> f.service() == row.service()).toList();
        if (same.size() != 1) {
          fail(truth, row.service() + " found " + same.size() + " times");
          lines.add(
              "| %s | %s | **%s missing** | | | | | | ✗ |"
                  .formatted(truth.server(), truth.kind().word(), row.service().word()));
          continue;
        }
        List<String> errors = row.wrong(same.getFirst());
        errors.forEach(error -> fail(truth, row.service() + ": " + error));
        lines.add(line(truth, same.getFirst(), errors));
      }
      for (Finding finding : here) {
        if (truth.rows().stream().noneMatch(row -> row.service() == finding.service())) {
          fail(truth, "nobody expected " + finding);
          lines.add(line(truth, finding, List.of("not expected")));
        }
      }
    }
    rest.forEach(finding -> wrong.add("a finding where no door is: " + finding));
  }

  private void fail(Truth truth, String what) {
    wrong.add(truth.server() + " (" + truth.kind().word() + "): " + what);
  }

  private static String line(Truth truth, Finding f, List<String> errors) {
    StringBuilder climbs = new StringBuilder();
    for (Rung rung : Rung.values()) {
      switch (f.rung(rung).answer()) {
        case YES -> climbs.append(rung.word()).append(' ');
        case INFERRED_YES -> climbs.append('(').append(rung.word()).append(") ");
        case UNCLEAR -> climbs.append(rung.word()).append("? ");
        case NO, INFERRED_NO, NOT_ASKED -> {
          // What isn't climbed is what isn't named.
        }
      }
    }
    Software software = f.software();
    String counts =
        f.exposure().counted()
            ? f.exposure().patients().shown()
                + ", "
                + f.exposure().studies().shown()
                + ", "
                + f.exposure().instances().shown()
            : "";
    return "| %s | %s | %s | %s | %s | %s | %s | %s | %s |"
        .formatted(
            truth.server(),
            truth.kind().word(),
            f.service().word(),
            f.verdict().word(),
            f.barrier().word(),
            climbs.toString().strip(),
            software.grade() == Software.Grade.NONE
                ? software.product()
                : software.product()
                    + (software.version().isEmpty() ? "" : " " + software.version())
                    + ", "
                    + software.grade().name().toLowerCase(Locale.ROOT),
            counts,
            errors.isEmpty() ? "✓" : "✗");
  }

  /** The table in Markdown. */
  String text() {
    return String.join("\n", lines) + "\n";
  }

  /** What is wrong in it. */
  List<String> wrong() {
    return List.copyOf(wrong);
  }
}
