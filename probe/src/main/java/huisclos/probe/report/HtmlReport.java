package huisclos.probe.report;

import huisclos.probe.finding.Verdict;
import huisclos.probe.results.Sweep;
import huisclos.probe.results.Told;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The report as one HTML page: no script, nothing fetched, printable, light and dark. Tables are
 * cut at a length that a reader still reads; the CSV has all.
 */
final class HtmlReport {
  static final int MAX_ROWS = 100;
  private static final int MAX_BARS = 12;

  private static final DateTimeFormatter SHORT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Report report;
  private final Texts texts;
  private final Html html = new Html();

  private HtmlReport(Report report) {
    this.report = report;
    this.texts = report.texts();
  }

  static String of(Report report) {
    return new HtmlReport(report).page();
  }

  private String page() {
    html.raw(Style.head(texts.language(), texts.get("title") + ": " + report.head().scopeName()));
    head();
    charts();
    places();
    owners();
    doors();
    time();
    told();
    allowed();
    html.element("h2", texts.get("limits")).list("ul", report.limits());
    return html.raw(Style.foot()).toString();
  }

  private void head() {
    html.raw("<header>")
        .element("h1", texts.get("title"))
        .element("p class=\"sub\"", texts.get("subtitle"));
    if (!report.complete()) {
      html.element("p class=\"warn\"", texts.get("incomplete", report.whyIncomplete()));
    }
    if (report.head().shards() > 1) {
      html.element(
          "p class=\"warn\"", texts.get("shard", report.head().shard(), report.head().shards()));
    }
    html.element("p class=\"lead\"", String.join(" ", report.lead()));
    html.raw("<div class=\"keys\">");
    key(texts.number(report.summary().open()), "key.open");
    key(texts.number(report.summary().openOwners().size()), "key.owners");
    key(report.shown(report.summary().studies().count()), "key.studies");
    key(report.shown(report.summary().instances().count()), "key.instances");
    html.raw("</div><dl class=\"facts\">");
    fact("scope", report.head().scopeName() + " (SHA-256 " + report.head().scopeSha256() + ")");
    fact("run", report.head().id());
    fact("when", texts.time(report.head().begun()));
    fact("authorisers", String.join("; ", report.scope().authorisers()));
    fact("operator", report.head().operator());
    fact("contact", report.head().contact());
    fact("made", texts.time(report.made()));
    html.raw("</dl>");
    if (!report.names().plain()) {
      html.element("p class=\"small\"", texts.get("redacted"));
    }
    html.raw("</header>\n");
  }

  private void key(String value, String what) {
    html.raw("<div class=\"key\">")
        .element("b", value)
        .element("span", texts.get(what))
        .raw("</div>\n");
  }

  private void fact(String what, String value) {
    if (!value.isEmpty()) {
      html.element("dt", texts.get(what)).element("dd", value);
    }
  }

  private void figure(String caption, String svg) {
    html.raw("<figure>").element("figcaption", caption).raw(svg).raw("</figure>\n");
  }

  private void charts() {
    html.raw("<div class=\"charts\">\n");
    List<Charts.Bar> verdicts = new ArrayList<>();
    for (Map.Entry<Verdict, Long> entry : report.summary().verdicts().entrySet()) {
      verdicts.add(
          new Charts.Bar(texts.word(entry.getKey()), entry.getValue(), colour(entry.getKey())));
    }
    if (!verdicts.isEmpty()) {
      figure(
          texts.get("chart.verdicts"), Charts.bars(texts, texts.get("chart.verdicts"), verdicts));
    }
    bars("chart.countries", report.summary().countries(), true);
    bars("chart.products", report.summary().products(), false);
    if (report.points().size() > 1) {
      List<Charts.Point> points = new ArrayList<>();
      for (RunPoint point : report.points()) {
        points.add(new Charts.Point(SHORT.format(point.begun()), point.open()));
      }
      figure(texts.get("chart.time"), Charts.line(texts, texts.get("chart.time"), points));
    }
    html.raw("</div>\n");
  }

  private void bars(String title, List<Group> groups, boolean countries) {
    List<Charts.Bar> bars = new ArrayList<>();
    for (Group group : groups) {
      if (group.open() > 0 && bars.size() < MAX_BARS) {
        String label = countries ? texts.country(group.key()) : report.product(group.key());
        bars.add(new Charts.Bar(label, group.open(), "red"));
      }
    }
    if (!bars.isEmpty()) {
      figure(texts.get(title), Charts.bars(texts, texts.get(title), bars));
    }
  }

  static String colour(Verdict verdict) {
    return switch (verdict) {
      case WRITABLE, READABLE, DOWNLOADABLE -> "red";
      case ASSOCIATES -> "amber";
      case INTENDED_PUBLIC, HONEYPOT -> "blue";
      case CLOSED -> "green";
      case CONGESTED, UNKNOWN -> "grey";
    };
  }

  private void places() {
    groups("countries", "column.country", report.summary().countries(), true);
    groups("products", "column.product", report.summary().products(), false);
  }

  private void groups(String title, String column, List<Group> groups, boolean countries) {
    List<List<String>> rows = new ArrayList<>();
    for (Group group : groups.subList(0, Math.min(groups.size(), MAX_ROWS))) {
      rows.add(
          List.of(
              countries ? texts.country(group.key()) : report.product(group.key()),
              texts.number(group.services()),
              texts.number(group.open()),
              texts.number(group.openHosts()),
              group.openHosts() == 0 ? "–" : report.shown(group.studies().count()),
              group.openHosts() == 0 ? "–" : report.shown(group.instances().count())));
    }
    if (!rows.isEmpty()) {
      html.element("h2", texts.get(title))
          .table(
              heads(
                  column,
                  "column.services",
                  "column.open",
                  "column.hosts",
                  "column.studies",
                  "column.images"),
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

  private void owners() {
    List<OwnerRow> all = report.summary().owners();
    if (all.isEmpty()) {
      return;
    }
    List<List<String>> rows = new ArrayList<>();
    for (OwnerRow row : all.subList(0, Math.min(all.size(), MAX_ROWS))) {
      List<String> open = new ArrayList<>();
      row.open().forEach(service -> open.add(texts.word(service)));
      boolean isOpen = row.verdict().open();
      rows.add(
          List.of(
              report.names().owner(row.owner()),
              texts.word(row.verdict()),
              String.join(", ", open),
              isOpen ? report.shown(row.patients().count()) : "–",
              isOpen ? report.shown(row.studies().count()) : "–",
              isOpen ? report.shown(row.instances().count()) : "–"));
    }
    html.element("h2", texts.get("owners"))
        .element("p class=\"small\"", texts.get("owners.note"))
        .table(
            heads(
                "column.owner",
                "column.verdict",
                "column.doors",
                "column.patients",
                "column.studies",
                "column.images"),
            3,
            rows);
    if (all.size() > MAX_ROWS) {
      html.element("p", texts.get("owners.more", texts.number(all.size() - MAX_ROWS)));
    }
  }

  private void doors() {
    html.element("h2", texts.get("doors"));
    if (report.summary().open() == 0) {
      html.element("p", texts.get("doors.none"));
    }
    DoorCard card = new DoorCard(report, html);
    report.summary().worst().forEach(card::write);
    long more = report.summary().open() - report.summary().worst().size();
    if (more > 0) {
      html.element("p", texts.get("doors.more", texts.number(more)));
    }
  }

  private void time() {
    html.element("h2", texts.get("time"));
    if (report.points().size() < 2) {
      html.element("p", texts.get("time.once"));
      return;
    }
    html.element("p class=\"small\"", texts.get("time.note"));
    List<List<String>> rows = new ArrayList<>();
    List<Charts.Bar> then = new ArrayList<>();
    List<Charts.Bar> now = new ArrayList<>();
    for (CountryClasses.Row row : report.classes()) {
      String country = texts.country(row.country());
      rows.add(
          List.of(
              country,
              texts.word(row.kind()),
              texts.number(row.then()),
              texts.number(row.now()),
              texts.number(row.closed())
                  + (row.then() > 0 ? " (" + row.percentClosed() + " %)" : ""),
              texts.number(row.fresh())));
      if (then.size() < MAX_BARS) {
        then.add(new Charts.Bar(country, row.then(), "grey"));
        now.add(
            new Charts.Bar(
                country,
                row.now(),
                switch (row.kind()) {
                  case GOOD -> "green";
                  case BAD, UNDECIDED -> "amber";
                  case UGLY -> "red";
                }));
      }
    }
    if (!rows.isEmpty()) {
      figure(
          texts.get("chart.classes"), Charts.pairs(texts, texts.get("chart.classes"), then, now));
      html.table(
          heads(
              "column.country",
              "column.class",
              "column.first",
              "column.now",
              "column.closed",
              "column.fresh"),
          2,
          rows.subList(0, Math.min(rows.size(), MAX_ROWS)));
    }
  }

  private void told() {
    html.element("h2", texts.get("told"));
    List<List<String>> rows = new ArrayList<>();
    for (OwnerRow row : report.summary().openOwners()) {
      if (rows.size() == MAX_ROWS) {
        break;
      }
      Optional<Told> last = report.lastTold(row);
      rows.add(
          List.of(
              report.names().owner(row.owner()),
              last.map(told -> texts.word(told.how())).orElse("–"),
              last.map(told ->
                      texts.get("told.days", Duration.between(told.when(), report.made()).toDays()))
                  .orElseGet(() -> texts.get("told.never")),
              texts.get("told.open")));
    }
    if (rows.isEmpty()) {
      html.element("p", texts.get("told.none"));
    } else {
      html.table(heads("column.owner", "column.how", "column.told", "column.state"), 9, rows);
    }
  }

  private void allowed() {
    html.element("h2", texts.get("allowed"));
    if (report.scope().rungs().isEmpty()) {
      html.element("p", texts.get("allowed.unknown"));
    } else {
      html.raw("<dl class=\"facts\">");
      fact("allowed.rungs", String.join(", ", report.allowed().stream().map(texts::word).toList()));
      fact(
          "allowed.not", String.join(", ", report.notAllowed().stream().map(texts::word).toList()));
      fact("allowed.ports", String.join(", ", report.scope().ports()));
      fact(
          "allowed.window",
          texts.time(report.scope().from()) + " – " + texts.time(report.scope().until()));
      html.raw("</dl>");
    }
    Sweep sweep = report.sweep();
    html.element(
        "p",
        texts.get(
            "allowed.sweep",
            texts.number(sweep.addresses()),
            texts.number(sweep.ports()),
            texts.number(sweep.refused()),
            texts.number(sweep.silent()),
            texts.number(sweep.open())));
  }
}
