package huisclos.probe.report;

import huisclos.probe.finding.Answer;
import huisclos.probe.finding.Count;
import huisclos.probe.finding.Finding;
import huisclos.probe.finding.Rung;
import huisclos.probe.finding.TlsGrade;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Collection;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/**
 * The report for programs: schema {@value #SCHEMA}, described in docs/probe.md. Findings are
 * written as they are read.
 */
final class JsonReport {
  static final String SCHEMA = "huisclos.probe.report/1";

  private final Report report;
  private final JsonGenerator out;

  private JsonReport(Report report, JsonGenerator out) {
    this.report = report;
    this.out = out;
  }

  static void write(Report report, OutputStream to) throws IOException {
    try (JsonGenerator out =
        new JsonMapper().writerWithDefaultPrettyPrinter().createGenerator(to)) {
      new JsonReport(report, out).document();
    }
  }

  private void document() throws IOException {
    out.writeStartObject();
    text("schema", SCHEMA);
    text("made", report.made().toString());
    out.writeBooleanProperty("addresses", report.names().plain());
    run();
    summary();
    array("countries", report.summary().countries(), this::group);
    array("products", report.summary().products(), this::group);
    array("owners", report.summary().owners(), this::owner);
    array("runs", report.points(), this::point);
    array("classes", report.classes(), this::countryClass);
    out.writeArrayPropertyStart("findings");
    report.findings().forEach(this::finding);
    out.writeEndArray();
    array("limits", report.limits(), out::writeString);
    out.writeEndObject();
  }

  private interface Each<T> {
    void write(T one) throws IOException;
  }

  private <T> void array(String name, Collection<T> all, Each<T> each) throws IOException {
    out.writeArrayPropertyStart(name);
    for (T one : all) {
      each.write(one);
    }
    out.writeEndArray();
  }

  private void text(String name, String value) {
    out.writeStringProperty(name, value);
  }

  private void texts(String name, List<String> values) throws IOException {
    array(name, values, out::writeString);
  }

  private void run() throws IOException {
    out.writeObjectPropertyStart("run");
    text("id", report.head().id());
    text("scope", report.head().scopeName());
    text("scope_sha256", report.head().scopeSha256());
    text("operator", report.head().operator());
    text("contact", report.head().contact());
    texts("authorisers", report.scope().authorisers());
    text("begun", report.head().begun().toString());
    report.tail().ifPresent(tail -> text("ended", tail.ended().toString()));
    out.writeBooleanProperty("complete", report.complete());
    if (!report.complete()) {
      text("why_incomplete", report.whyIncomplete());
    }
    out.writeNumberProperty("shard", report.head().shard());
    out.writeNumberProperty("shards", report.head().shards());
    out.writeNumberProperty("targets", report.head().targets());
    texts("rungs_allowed", report.allowed().stream().map(Rung::word).toList());
    texts("rungs_not_allowed", report.notAllowed().stream().map(Rung::word).toList());
    texts("ports", report.scope().ports());
    out.writeObjectPropertyStart("sweep");
    out.writeNumberProperty("addresses", report.sweep().addresses());
    out.writeNumberProperty("ports", report.sweep().ports());
    out.writeNumberProperty("refused", report.sweep().refused());
    out.writeNumberProperty("silent", report.sweep().silent());
    out.writeNumberProperty("open", report.sweep().open());
    out.writeEndObject();
    out.writeEndObject();
  }

  private void summary() {
    out.writeObjectPropertyStart("summary");
    out.writeNumberProperty("findings", report.summary().findings());
    out.writeNumberProperty("open_services", report.summary().open());
    out.writeNumberProperty("open_owners", report.summary().openOwners().size());
    count("patients", report.summary().patients().count(), "");
    count("studies", report.summary().studies().count(), "");
    count("instances", report.summary().instances().count(), "");
    out.writeObjectPropertyStart("verdicts");
    report.summary().verdicts().forEach((v, n) -> out.writeNumberProperty(v.word(), n));
    out.writeEndObject();
    out.writeNumberProperty("beyond", report.summary().beyond());
    out.writeEndObject();
  }

  private void count(String name, Count count, String because) {
    out.writeObjectPropertyStart(name);
    text("worth", CsvReport.word(count.kind()));
    if (count.kind() != Count.Kind.NOT_COUNTED) {
      out.writeNumberProperty("number", count.number());
    }
    text("because", because.isEmpty() ? count.because() : because);
    out.writeEndObject();
  }

  private void group(Group group) {
    out.writeStartObject();
    text("key", group.key());
    out.writeNumberProperty("services", group.services());
    out.writeNumberProperty("open_services", group.open());
    out.writeNumberProperty("open_hosts", group.openHosts());
    count("studies", group.studies().count(), "");
    count("instances", group.instances().count(), "");
    out.writeEndObject();
  }

  private void owner(OwnerRow row) throws IOException {
    out.writeStartObject();
    text("owner", report.names().owner(row.owner()));
    text("verdict", row.verdict().word());
    texts("hosts", row.hosts().stream().map(host -> report.names().host(host.address())).toList());
    texts("countries", row.countries().stream().sorted().toList());
    texts("products", List.copyOf(row.products()));
    texts("open", row.open().stream().map(service -> service.word()).toList());
    count("patients", row.patients().count(), "");
    count("studies", row.studies().count(), "");
    count("instances", row.instances().count(), "");
    text("seen", row.seen().toString());
    report.lastTold(row).ifPresent(told -> text("told", told.when().toString()));
    out.writeEndObject();
  }

  private void point(RunPoint point) {
    out.writeStartObject();
    text("id", point.id());
    text("begun", point.begun().toString());
    out.writeBooleanProperty("complete", point.complete());
    out.writeNumberProperty("open_services", point.open());
    out.writeEndObject();
  }

  private void countryClass(CountryClasses.Row row) {
    out.writeStartObject();
    text("country", row.country());
    text("class", CsvReport.word(row.kind()));
    out.writeNumberProperty("first", row.then());
    out.writeNumberProperty("now", row.now());
    out.writeNumberProperty("closed", row.closed());
    out.writeNumberProperty("new", row.fresh());
    out.writeEndObject();
  }

  private void finding(Finding finding) throws IOException {
    Names names = report.names();
    out.writeStartObject();
    text("host", names.host(finding.door().address()));
    out.writeNumberProperty("port", finding.door().port());
    if (names.plain()) {
      finding.door().name().ifPresent(name -> text("name", name));
    }
    text("kind", finding.door().kind().word());
    text("service", finding.service().word());
    text("seen", finding.seen().toString());
    if (finding.verdict().open()) {
      report.openSince(finding).ifPresent(since -> text("open_since", since.toString()));
    }
    text("verdict", finding.verdict().word());
    text("barrier", finding.barrier().word());
    Place place = report.summary().placeOf(finding);
    text("country", place.country());
    out.writeObjectPropertyStart("rungs");
    for (Rung rung : Rung.values()) {
      if (finding.rung(rung).answer() != Answer.NOT_ASKED) {
        out.writeObjectPropertyStart(rung.word());
        text("answer", CsvReport.word(finding.rung(rung).answer()));
        text("because", names.text(finding.rung(rung).because(), finding.door()));
        out.writeEndObject();
      }
    }
    out.writeEndObject();
    exposure(finding);
    software(finding);
    finding.tls().ifPresent(this::tls);
    out.writeNumberProperty("honeypot", finding.honeypot().points());
    finding
        .intendedPublic()
        .ifPresent(why -> text("intended_public", names.text(why, finding.door())));
    texts("notes", finding.notes().stream().map(note -> names.text(note, finding.door())).toList());
    out.writeEndObject();
  }

  private void exposure(Finding finding) {
    out.writeObjectPropertyStart("exposure");
    exposed("patients", finding.exposure().patients(), finding);
    exposed("studies", finding.exposure().studies(), finding);
    exposed("instances", finding.exposure().instances(), finding);
    finding
        .exposure()
        .span()
        .ifPresent(span -> {
          text("oldest_study", span.from().toString());
          text("newest_study", span.to().toString());
        });
    finding
        .exposure()
        .socialSecurityShape()
        .ifPresent(shape -> out.writeBooleanProperty("social_security_shape", shape));
    out.writeEndObject();
  }

  private void exposed(String name, Count count, Finding finding) {
    count(name, count, report.names().text(count.because(), finding.door()));
  }

  private void software(Finding finding) throws IOException {
    out.writeObjectPropertyStart("software");
    text("product", finding.software().product());
    text("version", finding.software().version());
    text("grade", CsvReport.word(finding.software().grade()));
    text("because", report.names().text(finding.software().because(), finding.door()));
    texts("possible_vulnerabilities", finding.software().possible());
    text("implementation_uid", finding.fingerprint().implementationUid());
    text("version_name", finding.fingerprint().versionName());
    text("contexts", finding.fingerprint().contexts());
    out.writeNumberProperty("maximum_length", finding.fingerprint().maximumLength());
    text("rejection", finding.fingerprint().rejection());
    if (report.names().plain()) {
      // Titles and headers may name their owner.
      texts("web_signs", finding.fingerprint().webSigns());
    }
    out.writeEndObject();
  }

  private void tls(TlsGrade tls) {
    out.writeObjectPropertyStart("tls");
    text("protocol", tls.protocol());
    text("cipher_suite", tls.cipherSuite());
    text("grade", CsvReport.word(tls.grade()));
    out.writeBooleanProperty("retired_taken", tls.retiredTaken());
    text("client_certificate", CsvReport.word(tls.clientCertificate()));
    if (report.names().plain()) {
      // Whoever has the certificate's hash finds its host in a public log.
      text("certificate_sha256", tls.certificateSha256());
    }
    out.writeBooleanProperty("self_signed", tls.selfSigned());
    out.writeNumberProperty("key_bits", tls.keyBits());
    tls.notAfter().ifPresent(end -> text("not_after", end.toString()));
    out.writeEndObject();
  }
}
