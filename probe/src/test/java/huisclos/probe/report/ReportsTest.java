package huisclos.probe.report;

import static huisclos.probe.results.Samples.BEGUN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import huisclos.probe.finding.Count;
import huisclos.probe.finding.Door;
import huisclos.probe.finding.DoorKind;
import huisclos.probe.finding.Evidence;
import huisclos.probe.finding.Finding;
import huisclos.probe.finding.Rung;
import huisclos.probe.finding.Service;
import huisclos.probe.finding.Verdict;
import huisclos.probe.results.ResultStore;
import huisclos.probe.results.RunHead;
import huisclos.probe.results.RunWriter;
import huisclos.probe.results.Samples;
import huisclos.probe.results.Told;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReportsTest {
  private static final Instant LATER = BEGUN.plus(Duration.ofDays(60));
  private static final InstantSource CLOCK = InstantSource.fixed(LATER);

  @TempDir Path folder;

  private ResultStore store;

  @BeforeEach
  void fill() throws IOException {
    store = ResultStore.open(folder.resolve("store"), CLOCK);
    run(
        Samples.head("first"),
        Samples.open("192.0.2.1", 104, BEGUN, 4271),
        Samples.rest("192.0.2.1", BEGUN, 1200, 4300),
        Samples.open("192.0.2.2", 104, BEGUN, 100),
        Samples.open("198.51.100.7", 104, BEGUN, 17),
        Samples.associates("198.51.100.8", 104, BEGUN),
        Samples.closed("198.51.100.9", 104, BEGUN),
        leaky());
    store.told().add(new Told(BEGUN, "Clinic North", Told.How.LETTER, "director", "first", ""));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void run(RunHead head, Finding... findings) throws IOException {
    try (RunWriter writer = store.begin(head, Samples.scope())) {
      for (Finding finding : findings) {
        writer.add(finding);
      }
      writer.end(Samples.tail(head.begun().plusSeconds(60), true));
    }
  }

  /** Its words hold its own address and name, and what a spreadsheet would run. */
  private static Finding leaky() {
    return Finding.at(
            new Door("192.0.2.77", 8042, DoorKind.HTTP, Optional.of("pacs.clinic.example")),
            Service.DICOMWEB,
            BEGUN)
        .rung(Rung.QUERYABLE, Evidence.yes("=cmd|' /C calc'!A0 at 192.0.2.77 pacs.clinic.example"))
        .note("<script>alert(1)</script> 192.0.2.77")
        .build();
  }

  private Path ranges() throws IOException {
    return Files.writeString(
        folder.resolve("ranges.csv"), "192.0.2.0,192.0.2.127,FR\n198.51.100.0/24,US,EXAMPLE-NET\n");
  }

  private Report report(String which, boolean addresses, String language) throws IOException {
    return Reports.gather(
        store, which, RangeLoader.load(List.of(ranges())), addresses, language, CLOCK);
  }

  private String written(ReportFormat format, boolean addresses) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Reports.write(report("latest", addresses, "en"), format, out);
    if (format == ReportFormat.PDF) {
      try (var pdf = Loader.loadPDF(out.toByteArray())) {
        return new PDFTextStripper().getText(pdf);
      }
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void noFormShowsAnAddressUnlessToldSo() throws IOException {
    for (ReportFormat format : ReportFormat.values()) {
      String hidden = written(format, false);
      assertThat(hidden)
          .as("%s", format)
          .doesNotContain("192.0.2", "198.51.100", "pacs.clinic", "Clinic North", "EXAMPLE-NET")
          .contains("host-");
      String shown = written(format, true);
      assertThat(shown).as("%s", format).contains("192.0.2.1").contains("198.51.100.7");
    }
  }

  @Test
  void pseudonymsHoldWithinOneReportOnly() throws IOException {
    String first = report("first", false, "en").names().host("192.0.2.1");
    assertThat(report("first", false, "en").names().host("192.0.2.1")).isEqualTo(first);
    assertThat(report("all", false, "en").names().host("192.0.2.1")).isNotEqualTo(first);
    try (ResultStore other = ResultStore.open(folder.resolve("other"), CLOCK)) {
      assertThat(new Names(other, "first", false).host("192.0.2.1")).isNotEqualTo(first);
    }
  }

  @Test
  void thePageFetchesNothingAndRunsNothing() throws IOException {
    String page = written(ReportFormat.HTML, true);
    assertThat(page)
        .contains("default-src 'none'; style-src 'sha256-")
        .doesNotContain("http://", "https://", "<script", "<img", "<link", "url(", "style=")
        .contains("&lt;script&gt;");
  }

  @Test
  void oneVerdictAnOwnerAndNoCountTwice() throws IOException {
    Summary summary = report("latest", true, "en").summary();
    OwnerRow clinic = summary.owners().getFirst();
    assertThat(clinic.owner()).isEqualTo("Clinic North");
    assertThat(clinic.verdict()).isEqualTo(Verdict.DOWNLOADABLE);
    // 192.0.2.1 shows 4,271 by DICOM and 4,300 by REST: one archive. 192.0.2.2 adds 100.
    assertThat(clinic.studies().count()).isEqualTo(Count.exact(4400, "sum of exact counts"));
    assertThat(clinic.instances().count().kind()).isEqualTo(Count.Kind.AT_LEAST);
    assertThat(clinic.instances().count().number()).isEqualTo(4300 * 40 + 3000);
    assertThat(clinic.patients().count().kind()).isEqualTo(Count.Kind.AT_LEAST);
    assertThat(summary.openOwners())
        .extracting(OwnerRow::owner)
        .containsExactly("Clinic North", "198.51.100.7", "192.0.2.77");
    assertThat(summary.studies().count().kind()).isEqualTo(Count.Kind.AT_LEAST);
    assertThat(summary.open()).isEqualTo(5);
    assertThat(summary.countries()).extracting(Group::key).containsExactly("FR", "US");
    assertThat(summary.countries().getFirst().open()).isEqualTo(4);
    assertThat(summary.countries().getFirst().openHosts()).isEqualTo(3);
  }

  @Test
  void sarifHasARuleForEachVerdictAndAResultForEachDoor() throws IOException {
    JsonNode sarif = new JsonMapper().readTree(written(ReportFormat.SARIF, false));
    assertThat(sarif.path("version").asString()).isEqualTo("2.1.0");
    JsonNode run = sarif.path("runs").path(0);
    JsonNode rules = run.path("tool").path("driver").path("rules");
    assertThat(rules.size()).isEqualTo(Verdict.values().length);
    assertThat(run.path("results").size()).isEqualTo(6);
    for (JsonNode result : run.path("results")) {
      JsonNode rule = rules.path(result.path("ruleIndex").asInt());
      assertThat(rule.path("id").asString()).isEqualTo(result.path("ruleId").asString());
      assertThat(result.path("message").path("text").asString()).isNotEmpty();
      assertThat(result.path("level").asString().equals("none"))
          .isEqualTo(!result.path("kind").asString().equals("fail"));
      assertThat(
              result
                  .path("locations")
                  .path(0)
                  .path("physicalLocation")
                  .path("artifactLocation")
                  .path("uri")
                  .asString())
          .matches("doors/host-[0-9a-f]{10}/[0-9]+");
      assertThat(result.path("partialFingerprints").size()).isEqualTo(1);
    }
  }

  @Test
  void aSpreadsheetRunsNothingOfTheCsv() throws IOException {
    String csv = written(ReportFormat.CSV, true);
    assertThat(csv.lines().count()).isEqualTo(8);
    assertThat(csv).contains("\"'=cmd|' /C calc'!A0");
    for (String start : List.of("=", "+", "-", "@", "\t", "\r", "＝")) {
      assertThat(CsvReport.cell(start + "1")).startsWith("\"'");
    }
    assertThat(CsvReport.cell("a\"b")).isEqualTo("\"a\"\"b\"");
  }

  @Test
  void jsonSaysWhatEachCountIsWorth() throws IOException {
    JsonNode json = new JsonMapper().readTree(written(ReportFormat.JSON, true));
    assertThat(json.path("schema").asString()).isEqualTo("huisclos.probe.report/1");
    assertThat(json.path("findings").size()).isEqualTo(7);
    JsonNode first = json.path("findings").path(0);
    assertThat(first.path("exposure").path("studies").path("worth").asString()).isEqualTo("exact");
    assertThat(first.path("exposure").path("patients").has("number")).isFalse();
    assertThat(first.path("exposure").path("patients").path("because").asString())
        .isEqualTo("names would cross the wire");
    assertThat(first.path("rungs").path("retrievable").path("answer").asString())
        .isEqualTo("inferred-yes");
    assertThat(first.path("rungs").has("writable")).isFalse();
    assertThat(json.path("run").path("rungs_not_allowed").size()).isEqualTo(3);
  }

  @Test
  void allRunsTogetherShowEachDoorAsItWasLastSeen() throws IOException {
    run(
        Samples.head("second", BEGUN.plus(Duration.ofDays(30)), 1, 1),
        Samples.associates("192.0.2.2", 104, BEGUN.plus(Duration.ofDays(30))),
        Samples.open("198.51.100.7", 104, BEGUN.plus(Duration.ofDays(30)), 18),
        Samples.open("198.51.100.10", 104, BEGUN.plus(Duration.ofDays(30)), 5));
    Report all = report("all", true, "fr");
    assertThat(all.summary().openOwners())
        .extracting(OwnerRow::owner)
        .containsExactly("198.51.100.7", "198.51.100.10");
    assertThat(all.points()).extracting(RunPoint::open).containsExactly(5L, 2L);
    assertThat(all.classes())
        .containsExactlyInAnyOrder(
            new CountryClasses.Row("FR", CountryClasses.Kind.GOOD, 4, 0, 4, 0),
            new CountryClasses.Row("US", CountryClasses.Kind.UGLY, 1, 2, 0, 1));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Reports.write(all, ReportFormat.HTML, out);
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("États-Unis", "pire");
  }

  @Test
  void everyLanguageHasEveryText() {
    for (String file : List.of("report", "words", "remedies", "letter")) {
      List<String> languages =
          file.equals("report") ? Texts.REPORT_LANGUAGES : Texts.LETTER_LANGUAGES;
      Set<String> english = new TreeSet<>(Texts.of("en", file).keys());
      for (String language : languages) {
        Texts texts = Texts.of(language, file);
        assertThat(new TreeSet<>(texts.keys())).as("%s %s", file, language).isEqualTo(english);
        for (String key : english) {
          assertThat(texts.get(key, 1, 2, 3, 4, 5).isBlank()).as(key).isFalse();
        }
      }
    }
  }

  @Test
  void everyValueHasAWord() {
    for (String language : Texts.REPORT_LANGUAGES) {
      Texts texts = Texts.of(language, "report", "words", "remedies");
      for (Verdict verdict : Verdict.values()) {
        assertThat(texts.word(verdict)).isNotEmpty();
        assertThat(texts.get("verdict.why." + verdict.name())).isNotEmpty();
      }
      for (Service service : Service.values()) {
        assertThat(texts.word(service)).isNotEmpty();
        Finding finding =
            Finding.at(
                    Door.of(java.net.InetAddress.ofLiteral("192.0.2.1"), 1, DoorKind.DICOM),
                    service,
                    BEGUN)
                .build();
        assertThat(Remedies.of(finding, texts).steps()).hasSizeGreaterThan(1);
      }
      for (Rung rung : Rung.values()) {
        assertThat(texts.word(rung)).isNotEmpty();
      }
      for (huisclos.probe.finding.Answer answer : huisclos.probe.finding.Answer.values()) {
        assertThat(texts.word(answer)).isNotEmpty();
      }
    }
  }

  @Test
  void anEmptyStoreAndAnUnknownRunAreNamed() throws IOException {
    assertThatThrownBy(() -> report("nosuch", true, "en")).hasMessageContaining("nosuch");
    try (ResultStore empty = ResultStore.open(folder.resolve("empty"), CLOCK)) {
      assertThatThrownBy(
              () -> Reports.gather(empty, "latest", RangeTable.empty(), true, "en", CLOCK))
          .isInstanceOf(ReportException.class);
    }
  }
}
