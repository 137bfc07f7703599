package huisclos.probe.report;

import huisclos.probe.finding.Answer;
import huisclos.probe.finding.Count;
import huisclos.probe.finding.Evidence;
import huisclos.probe.finding.Finding;
import huisclos.probe.finding.Rung;
import java.util.ArrayList;
import java.util.List;

/** One open door on the HTML page: evidence, counts, how to close it. */
final class DoorCard {
  private final Report report;
  private final Texts texts;
  private final Html html;

  DoorCard(Report report, Html html) {
    this.report = report;
    this.texts = report.texts();
    this.html = html;
  }

  void write(Finding finding) {
    html.raw("<section class=\"door\"><h3>")
        .element("span", report.names().door(finding.door()))
        .element("span", texts.word(finding.service()))
        .element(
            "span class=\"badge " + HtmlReport.colour(finding.verdict()) + "\"",
            texts.word(finding.verdict()))
        .raw("</h3>");
    html.element("p", texts.get("verdict.why." + finding.verdict().name()));
    report
        .openSince(finding)
        .ifPresent(
            since -> html.element("p class=\"small\"", texts.get("door.since", texts.time(since))));
    html.raw("<dl class=\"facts\">");
    facts(finding);
    html.raw("</dl>");
    List<List<String>> rows = new ArrayList<>();
    for (Rung rung : Rung.values()) {
      Evidence evidence = finding.rung(rung);
      if (evidence.answer() != Answer.NOT_ASKED) {
        rows.add(
            List.of(
                texts.word(rung),
                texts.word(evidence.answer()),
                report.names().text(evidence.because(), finding.door())));
      }
    }
    html.table(
        List.of(texts.get("column.rung"), texts.get("column.answer"), texts.get("column.evidence")),
        9,
        rows);
    Remedies.Remedy remedy = Remedies.of(finding, texts);
    html.element("p", texts.get("door.close") + " · " + remedy.title())
        .list("ol", remedy.steps())
        .raw("</section>\n");
  }

  private void facts(Finding finding) {
    fact("door.software", report.software(finding) + because(finding));
    fact("door.cves", String.join(", ", finding.software().possible()));
    count("door.studies", finding.exposure().studies(), finding);
    count("door.instances", finding.exposure().instances(), finding);
    count("door.patients", finding.exposure().patients(), finding);
    finding
        .exposure()
        .span()
        .ifPresent(span ->
            fact(
                "door.span",
                texts.get("door.span.value", texts.day(span.from()), texts.day(span.to()))));
    finding
        .exposure()
        .socialSecurityShape()
        .ifPresent(shape -> fact("door.ssn", texts.get(shape ? "yes" : "no")));
    finding
        .tls()
        .ifPresent(tls ->
            fact(
                "door.tls",
                (tls.protocol()
                        + " "
                        + tls.cipherSuite()
                        + ", "
                        + tls.grade().name().toLowerCase(java.util.Locale.ROOT))
                    .strip()));
    if (!finding.notes().isEmpty()) {
      fact("door.notes", report.names().text(String.join("; ", finding.notes()), finding.door()));
    }
  }

  private String because(Finding finding) {
    String because = report.names().text(finding.software().because(), finding.door());
    return because.isEmpty() ? "" : " (" + because + ")";
  }

  private void count(String what, Count count, Finding finding) {
    String because = report.names().text(count.because(), finding.door());
    fact(what, report.shown(count) + (because.isEmpty() ? "" : " (" + because + ")"));
  }

  private void fact(String what, String value) {
    if (!value.isEmpty()) {
      html.element("dt", texts.get(what)).element("dd", value);
    }
  }
}
