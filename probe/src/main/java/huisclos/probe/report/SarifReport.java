package huisclos.probe.report;

import huisclos.probe.finding.Answer;
import huisclos.probe.finding.Count;
import huisclos.probe.finding.Finding;
import huisclos.probe.finding.Rung;
import huisclos.probe.finding.Verdict;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/**
 * The report for code-scanning tools: SARIF 2.1.0 (OASIS). A rule for each verdict; a result for
 * each finding that isn't simply closed. A door has no file: its place is a logical location, and
 * for tools that insist on one a relative address of our own.
 */
final class SarifReport {
  // The rules, in the order of which a result's ruleIndex speaks.
  private static final List<Verdict> RULES = List.of(Verdict.values());

  private final Report report;
  private final JsonGenerator out;

  private SarifReport(Report report, JsonGenerator out) {
    this.report = report;
    this.out = out;
  }

  static void write(Report report, OutputStream to) throws IOException {
    try (JsonGenerator out =
        new JsonMapper().writerWithDefaultPrettyPrinter().createGenerator(to)) {
      new SarifReport(report, out).document();
    }
  }

  private void document() throws IOException {
    out.writeStartObject();
    text("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
    text("version", "2.1.0");
    out.writeArrayPropertyStart("runs");
    out.writeStartObject();
    out.writeObjectPropertyStart("tool");
    out.writeObjectPropertyStart("driver");
    text("name", "huisclos probe");
    text("semanticVersion", "0.1.0");
    out.writeArrayPropertyStart("rules");
    for (Verdict verdict : RULES) {
      rule(verdict);
    }
    out.writeEndArray();
    out.writeEndObject();
    out.writeEndObject();
    out.writeArrayPropertyStart("invocations");
    out.writeStartObject();
    out.writeBooleanProperty("executionSuccessful", report.complete());
    text("startTimeUtc", report.head().begun().toString());
    report.tail().ifPresent(tail -> text("endTimeUtc", tail.ended().toString()));
    out.writeEndObject();
    out.writeEndArray();
    text("columnKind", "utf16CodeUnits");
    out.writeArrayPropertyStart("results");
    report
        .findings()
        .forEach(finding -> {
          if (finding.verdict() != Verdict.CLOSED) {
            result(finding);
          }
        });
    out.writeEndArray();
    out.writeEndObject();
    out.writeEndArray();
    out.writeEndObject();
  }

  private void text(String name, String value) {
    out.writeStringProperty(name, value);
  }

  private void message(String name, String value) {
    out.writeObjectPropertyStart(name);
    text("text", value);
    out.writeEndObject();
  }

  static String level(Verdict verdict) {
    return switch (verdict) {
      case DOWNLOADABLE, READABLE, WRITABLE -> "error";
      case ASSOCIATES -> "warning";
      case INTENDED_PUBLIC -> "note";
      case CLOSED, CONGESTED, UNKNOWN, HONEYPOT -> "none";
    };
  }

  // SARIF 3.27.9: a result that isn't a failure has level "none".
  private static String kind(Verdict verdict) {
    return switch (verdict) {
      case DOWNLOADABLE, READABLE, WRITABLE, ASSOCIATES, INTENDED_PUBLIC -> "fail";
      case CLOSED -> "pass";
      case CONGESTED, UNKNOWN -> "open";
      case HONEYPOT -> "informational";
    };
  }

  // As code-scanning pages sort by: CVSS-like, 0 to 10.
  private static String severity(Verdict verdict) {
    return switch (verdict) {
      case DOWNLOADABLE -> "9.8";
      case READABLE -> "9.1";
      case WRITABLE -> "8.2";
      case ASSOCIATES -> "5.3";
      case CLOSED, CONGESTED, UNKNOWN, INTENDED_PUBLIC, HONEYPOT -> "0.0";
    };
  }

  private void rule(Verdict verdict) {
    out.writeStartObject();
    text("id", verdict.word());
    message("shortDescription", report.texts().word(verdict));
    message("fullDescription", report.texts().get("verdict.why." + verdict.name()));
    if (verdict.open()) {
      message("help", report.texts().get("remedy.today"));
    }
    out.writeObjectPropertyStart("defaultConfiguration");
    text("level", level(verdict));
    out.writeEndObject();
    out.writeObjectPropertyStart("properties");
    text("security-severity", severity(verdict));
    out.writeArrayPropertyStart("tags");
    out.writeString("security");
    out.writeEndArray();
    out.writeEndObject();
    out.writeEndObject();
  }

  private void result(Finding finding) {
    Verdict verdict = finding.verdict();
    String host = report.names().host(finding.door().address());
    String door = report.names().door(finding.door());
    out.writeStartObject();
    text("ruleId", verdict.word());
    out.writeNumberProperty("ruleIndex", RULES.indexOf(verdict));
    text("kind", kind(verdict));
    text("level", level(verdict));
    message("message", says(finding, door));
    out.writeArrayPropertyStart("locations");
    out.writeStartObject();
    out.writeObjectPropertyStart("physicalLocation");
    out.writeObjectPropertyStart("artifactLocation");
    text("uri", "doors/" + host.replace(":", "%3A") + "/" + finding.door().port());
    out.writeEndObject();
    out.writeEndObject();
    out.writeArrayPropertyStart("logicalLocations");
    out.writeStartObject();
    text("name", Integer.toString(finding.door().port()));
    text("fullyQualifiedName", door + "/" + finding.service().word());
    text("kind", "resource");
    out.writeEndObject();
    out.writeEndArray();
    out.writeEndObject();
    out.writeEndArray();
    out.writeObjectPropertyStart("partialFingerprints");
    text("door/v1", door + "/" + finding.service().word());
    out.writeEndObject();
    out.writeObjectPropertyStart("properties");
    text("service", finding.service().word());
    text("product", finding.software().product());
    text("country", report.summary().placeOf(finding).country());
    text("seen", finding.seen().toString());
    Count studies = finding.exposure().studies();
    text("studies", CsvReport.word(studies.kind()) + " " + studies.number());
    out.writeEndObject();
    out.writeEndObject();
  }

  private String says(Finding finding, String door) {
    List<String> says = new ArrayList<>();
    says.add(
        report.texts().word(finding.service())
            + " "
            + door
            + ": "
            + report.texts().get("verdict.why." + finding.verdict().name()));
    for (Rung rung : Rung.values()) {
      if (finding.rung(rung).answer() == Answer.YES) {
        says.add(
            report.texts().word(rung)
                + ": "
                + report.names().text(finding.rung(rung).because(), finding.door())
                + ".");
      }
    }
    return String.join(" ", says);
  }
}
