package huisclos.probe.report;

import huisclos.probe.finding.Finding;
import java.util.List;

/** The report for a terminal: what matters on one screen. */
final class TextReport {
  private static final int MAX_LINES = 40;

  private TextReport() {}

  static String of(Report report) {
    Texts texts = report.texts();
    StringBuilder out = new StringBuilder();
    line(out, texts.get("title") + ": " + report.head().scopeName());
    line(
        out,
        texts.get("run") + " " + report.head().id() + ", " + texts.time(report.head().begun()));
    if (!report.complete()) {
      line(out, texts.get("incomplete", report.whyIncomplete()));
    }
    line(out, "");
    report.lead().forEach(sentence -> line(out, sentence));
    line(out, "");
    report
        .summary()
        .verdicts()
        .forEach((verdict, n) -> line(out, pad(texts.word(verdict), 32) + texts.number(n)));
    List<OwnerRow> owners = report.summary().openOwners();
    if (!owners.isEmpty()) {
      line(out, "");
      line(out, texts.get("owners"));
    }
    for (OwnerRow row : owners.subList(0, Math.min(owners.size(), MAX_LINES))) {
      line(
          out,
          "  "
              + pad(report.names().owner(row.owner()), 30)
              + pad(texts.word(row.verdict()), 16)
              + texts.get("column.studies")
              + " "
              + report.shown(row.studies().count()));
    }
    if (owners.size() > MAX_LINES) {
      line(out, texts.get("owners.more", texts.number(owners.size() - MAX_LINES)));
    }
    List<Finding> worst = report.summary().worst();
    if (!worst.isEmpty()) {
      line(out, "");
      line(out, texts.get("doors"));
    }
    for (Finding finding : worst.subList(0, Math.min(worst.size(), MAX_LINES))) {
      line(
          out,
          "  "
              + pad(report.names().door(finding.door()), 30)
              + pad(texts.word(finding.verdict()), 16)
              + texts.word(finding.service())
              + ", "
              + report.software(finding));
    }
    return out.toString();
  }

  private static void line(StringBuilder out, String text) {
    text.codePoints().forEach(c -> out.appendCodePoint(Character.isISOControl(c) ? '?' : c));
    out.append('\n');
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(1, width - text.length()));
  }
}
