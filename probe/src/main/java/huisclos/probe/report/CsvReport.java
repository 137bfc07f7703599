package huisclos.probe.report;

import huisclos.probe.finding.Count;
import huisclos.probe.finding.DateSpan;
import huisclos.probe.finding.Finding;
import huisclos.probe.finding.Rung;
import java.io.IOException;
import java.io.Writer;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Every finding as a line of comma-separated values (RFC 4180). Every cell is quoted, and one that
 * a spreadsheet would take for a formula begins with an apostrophe (OWASP, CSV injection).
 */
final class CsvReport {
  private static final String FORMULA = "=+-@\t\r\n＝＋－＠";

  private CsvReport() {}

  static void write(Report report, Writer out) throws IOException {
    List<String> head =
        new ArrayList<>(
            List.of(
                "seen",
                "host",
                "port",
                "kind",
                "service",
                "verdict",
                "owner",
                "country",
                "network",
                "barrier",
                "product",
                "version",
                "evidence_grade",
                "open_since"));
    for (String count : List.of("patients", "studies", "instances")) {
      head.addAll(List.of(count, count + "_worth", count + "_because"));
    }
    head.addAll(List.of("oldest_study", "newest_study"));
    for (Rung rung : Rung.values()) {
      head.add(rung.word());
      head.add(rung.word() + "_because");
    }
    head.addAll(
        List.of("tls", "tls_grade", "possible_vulnerabilities", "honeypot", "intended_public"));
    line(out, head);
    report.findings().forEach(finding -> line(out, cells(report, finding)));
  }

  private static List<String> cells(Report report, Finding finding) {
    InetAddress address = finding.door().socketAddress().getAddress();
    Place place = report.summary().placeOf(finding);
    Names names = report.names();
    List<String> cells = new ArrayList<>();
    cells.add(finding.seen().toString());
    cells.add(names.host(finding.door().address()));
    cells.add(Integer.toString(finding.door().port()));
    cells.add(finding.door().kind().word());
    cells.add(finding.service().word());
    cells.add(finding.verdict().word());
    cells.add(names.owner(report.summary().ownerOf(address)));
    cells.add(place.country());
    cells.add(names.plain() ? place.network() : "");
    cells.add(finding.barrier().word());
    cells.add(finding.software().product());
    cells.add(finding.software().version());
    cells.add(word(finding.software().grade()));
    cells.add(
        finding.verdict().open() ? report.openSince(finding).map(Object::toString).orElse("") : "");
    count(report, cells, finding.exposure().patients(), finding);
    count(report, cells, finding.exposure().studies(), finding);
    count(report, cells, finding.exposure().instances(), finding);
    cells.add(finding.exposure().span().map(DateSpan::from).map(Object::toString).orElse(""));
    cells.add(finding.exposure().span().map(DateSpan::to).map(Object::toString).orElse(""));
    for (Rung rung : Rung.values()) {
      cells.add(word(finding.rung(rung).answer()));
      cells.add(names.text(finding.rung(rung).because(), finding.door()));
    }
    cells.add(finding.tls().map(tls -> tls.protocol()).orElse(""));
    cells.add(finding.tls().map(tls -> word(tls.grade())).orElse(""));
    cells.add(String.join(" ", finding.software().possible()));
    cells.add(Integer.toString(finding.honeypot().points()));
    cells.add(names.text(finding.intendedPublic().orElse(""), finding.door()));
    return cells;
  }

  private static void count(Report report, List<String> cells, Count count, Finding finding) {
    boolean counted = count.kind() != Count.Kind.NOT_COUNTED;
    cells.add(counted ? Long.toString(count.number()) : "");
    cells.add(word(count.kind()));
    cells.add(report.names().text(count.because(), finding.door()));
  }

  static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static void line(Writer out, List<String> cells) throws IOException {
    StringBuilder line = new StringBuilder();
    for (String cell : cells) {
      line.append(line.isEmpty() ? "" : ",").append(cell(cell));
    }
    out.write(line.append("\r\n").toString());
  }

  static String cell(String text) {
    boolean formula = !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0;
    return '"' + (formula ? "'" : "") + text.replace("\"", "\"\"") + '"';
  }
}
