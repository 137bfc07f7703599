package huisclos.probe.report;

import huisclos.probe.finding.Answer;
import huisclos.probe.finding.Count;
import huisclos.probe.finding.Finding;
import huisclos.probe.finding.Rung;
import huisclos.probe.finding.Verdict;
import huisclos.probe.results.Sweep;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The report as a PDF: the same content, condensed; fewer doors one by one than in HTML. */
final class PdfReport {
  private static final int MAX_ROWS = 40;
  private static final int MAX_DOORS = 60;
  private static final int MAX_BARS = 12;
  private static final float[] GROUPS = {0.28f, 0.12f, 0.12f, 0.14f, 0.16f, 0.18f};
  private static final float[] OWNERS = {0.3f, 0.18f, 0.16f, 0.16f, 0.2f};
  private static final float[] RUNGS = {0.2f, 0.2f, 0.6f};
  private static final float[] CLASSES = {0.3f, 0.2f, 0.12f, 0.12f, 0.14f, 0.12f};

  private final Report report;
  private final Texts texts;
  private final PdfPages pages;

  private PdfReport(Report report, PdfPages pages) {
    this.report = report;
    this.texts = report.texts();
    this.pages = pages;
  }

  static void write(Report report, OutputStream to) throws IOException {
    String title = report.texts().get("title") + ": " + report.head().scopeName();
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    try (PdfPages pages = new PdfPages(title, report.texts().language(), report.made())) {
      new PdfReport(report, pages).document();
      pages.write(report.texts(), whole);
    }
    whole.writeTo(to);
  }

  private void document() throws IOException {
    pages.heading(texts.get("title"), 20);
    pages.paragraph(texts.get("subtitle"));
    pages.space(6);
    if (!report.complete()) {
      pages.strong(texts.get("incomplete", report.whyIncomplete()));
    }
    for (String sentence : lead()) {
      pages.strong(sentence);
    }
    pages.space(4);
    fact("scope", report.head().scopeName() + " (SHA-256 " + report.head().scopeSha256() + ")");
    fact("run", report.head().id() + ", " + texts.time(report.head().begun()));
    fact("authorisers", String.join("; ", report.scope().authorisers()));
    fact("operator", report.head().operator());
    fact("contact", report.head().contact());
    fact("made", texts.time(report.made()));
    if (!report.names().plain()) {
      pages.small(texts.get("redacted"));
    }
    verdicts();
    groups("countries", "column.country", report.summary().countries(), true);
    groups("products", "column.product", report.summary().products(), false);
    owners();
    doors();
    time();
    allowed();
    pages.heading(texts.get("limits"), 13);
    for (String limit : report.limits()) {
      pages.item("•", limit);
    }
  }

  /** Helvetica has no sign for "at least": words in its place. */
  private String shown(Count count) {
    return count.kind() == Count.Kind.AT_LEAST
        ? texts.get("count.atleast.words", texts.number(count.number()).replace('\u202F', ' '))
        : report.shown(count).replace('\u202F', ' ');
  }

  private String number(long number) {
    return texts.number(number).replace('\u202F', ' ');
  }

  private List<String> lead() {
    return report.lead().stream()
        .map(sentence ->
            sentence
                .replace('\u202F', ' ')
                .replace(texts.get("count.atleast", ""), texts.get("count.atleast.words", "")))
        .toList();
  }

  private void fact(String what, String value) throws IOException {
    if (!value.isEmpty()) {
      pages.small(texts.get(what) + ": " + value);
    }
  }

  private void verdicts() throws IOException {
    Map<Verdict, Long> verdicts = report.summary().verdicts();
    if (verdicts.isEmpty()) {
      return;
    }
    pages.heading(texts.get("chart.verdicts"), 13);
    long most = verdicts.values().stream().mapToLong(Long::longValue).max().orElse(1);
    for (Map.Entry<Verdict, Long> entry : verdicts.entrySet()) {
      float[] colour =
          switch (HtmlReport.colour(entry.getKey())) {
            case "red" -> new float[] {0.71f, 0.14f, 0.09f};
            case "amber" -> new float[] {0.71f, 0.28f, 0.03f};
            case "blue" -> new float[] {0.09f, 0.36f, 0.8f};
            case "green" -> new float[] {0.02f, 0.46f, 0.28f};
            default -> new float[] {0.6f, 0.64f, 0.7f};
          };
      pages.bar(
          texts.word(entry.getKey()),
          number(entry.getValue()),
          (float) entry.getValue() / most,
          colour);
    }
  }

  private void groups(String title, String column, List<Group> groups, boolean countries)
      throws IOException {
    List<List<String>> rows = new ArrayList<>();
    for (Group group : groups.subList(0, Math.min(groups.size(), MAX_ROWS))) {
      boolean open = group.openHosts() > 0;
      rows.add(
          List.of(
              countries ? texts.country(group.key()) : report.product(group.key()),
              number(group.services()),
              number(group.open()),
              number(group.openHosts()),
              open ? shown(group.studies().count()) : "–",
              open ? shown(group.instances().count()) : "–"));
    }
    if (!rows.isEmpty()) {
      pages.heading(texts.get(title), 13);
      pages.table(
          heads(
              column,
              "column.services",
              "column.open",
              "column.hosts",
              "column.studies",
              "column.images"),
          GROUPS,
          1,
          rows);
    }
  }

  private List<String> heads(String... keys) {
    List<String> heads = new ArrayList<>();
    for (String key : keys) {
      heads.add(texts.get(key));
    }
    return heads;
  }

  private void owners() throws IOException {
    List<OwnerRow> all = report.summary().owners();
    List<List<String>> rows = new ArrayList<>();
    for (OwnerRow row : all.subList(0, Math.min(all.size(), MAX_ROWS))) {
      boolean open = row.verdict().open();
      rows.add(
          List.of(
              report.names().owner(row.owner()),
              texts.word(row.verdict()),
              open ? shown(row.patients().count()) : "–",
              open ? shown(row.studies().count()) : "–",
              open ? shown(row.instances().count()) : "–"));
    }
    if (rows.isEmpty()) {
      return;
    }
    pages.heading(texts.get("owners"), 13);
    pages.small(texts.get("owners.note"));
    pages.table(
        heads(
            "column.owner", "column.verdict", "column.patients", "column.studies", "column.images"),
        OWNERS,
        2,
        rows);
    if (all.size() > MAX_ROWS) {
      pages.small(texts.get("owners.more", number(all.size() - MAX_ROWS)));
    }
  }

  private void doors() throws IOException {
    pages.heading(texts.get("doors"), 13);
    if (report.summary().open() == 0) {
      pages.paragraph(texts.get("doors.none"));
    }
    List<Finding> worst = report.summary().worst();
    int shown = Math.min(worst.size(), MAX_DOORS);
    for (Finding finding : worst.subList(0, shown)) {
      door(finding);
    }
    if (report.summary().open() > shown) {
      pages.small(texts.get("doors.more", number(report.summary().open() - shown)));
    }
  }

  private void door(Finding finding) throws IOException {
    pages.need(90);
    pages.space(6);
    pages.strong(
        report.names().door(finding.door())
            + "  "
            + texts.word(finding.service())
            + ": "
            + texts.word(finding.verdict()));
    Optional<Instant> since = report.openSince(finding);
    if (since.isPresent()) {
      pages.small(texts.get("door.since", texts.time(since.get())));
    }
    fact("door.software", report.software(finding));
    fact("door.cves", String.join(", ", finding.software().possible()));
    count("door.studies", finding.exposure().studies(), finding);
    count("door.instances", finding.exposure().instances(), finding);
    count("door.patients", finding.exposure().patients(), finding);
    List<List<String>> rows = new ArrayList<>();
    for (Rung rung : Rung.values()) {
      if (finding.rung(rung).answer() != Answer.NOT_ASKED) {
        rows.add(
            List.of(
                texts.word(rung),
                texts.word(finding.rung(rung).answer()),
                report.names().text(finding.rung(rung).because(), finding.door())));
      }
    }
    pages.table(heads("column.rung", "column.answer", "column.evidence"), RUNGS, 9, rows);
    List<String> steps = Remedies.of(finding, texts).steps();
    for (int i = 0; i < steps.size(); i++) {
      pages.item((i + 1) + ".", steps.get(i));
    }
  }

  private void count(String what, Count count, Finding finding) throws IOException {
    String because = report.names().text(count.because(), finding.door());
    fact(what, shown(count) + (because.isEmpty() ? "" : " (" + because + ")"));
  }

  private void time() throws IOException {
    pages.heading(texts.get("time"), 13);
    if (report.points().size() < 2) {
      pages.paragraph(texts.get("time.once"));
      return;
    }
    pages.small(texts.get("time.note"));
    List<List<String>> rows = new ArrayList<>();
    for (CountryClasses.Row row : report.classes()) {
      if (rows.size() == MAX_BARS * 3) {
        break;
      }
      rows.add(
          List.of(
              texts.country(row.country()),
              texts.word(row.kind()),
              number(row.then()),
              number(row.now()),
              number(row.closed()) + (row.then() > 0 ? " (" + row.percentClosed() + " %)" : ""),
              number(row.fresh())));
    }
    pages.table(
        heads(
            "column.country",
            "column.class",
            "column.first",
            "column.now",
            "column.closed",
            "column.fresh"),
        CLASSES,
        2,
        rows);
  }

  private void allowed() throws IOException {
    pages.heading(texts.get("allowed"), 13);
    if (report.scope().rungs().isEmpty()) {
      pages.paragraph(texts.get("allowed.unknown"));
    } else {
      fact("allowed.rungs", String.join(", ", report.allowed().stream().map(texts::word).toList()));
      fact(
          "allowed.not", String.join(", ", report.notAllowed().stream().map(texts::word).toList()));
      fact("allowed.ports", String.join(", ", report.scope().ports()));
      fact(
          "allowed.window",
          texts.time(report.scope().from()) + " – " + texts.time(report.scope().until()));
    }
    Sweep sweep = report.sweep();
    pages.paragraph(
        texts.get(
            "allowed.sweep",
            number(sweep.addresses()),
            number(sweep.ports()),
            number(sweep.refused()),
            number(sweep.silent()),
            number(sweep.open())));
  }
}
