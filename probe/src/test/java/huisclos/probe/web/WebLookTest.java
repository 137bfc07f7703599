package huisclos.probe.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import huisclos.probe.finding.Answer;
import huisclos.probe.finding.Barrier;
import huisclos.probe.finding.Count;
import huisclos.probe.finding.DoorKind;
import huisclos.probe.finding.Finding;
import huisclos.probe.finding.Rung;
import huisclos.probe.finding.Service;
import huisclos.probe.finding.Software;
import huisclos.probe.finding.Verdict;
import huisclos.probe.share.Walk;
import huisclos.probe.wire.DialException;
import huisclos.testkit.Ports;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class WebLookTest {
  private static final String JSON = "application/json";
  private static final String SYSTEM =
      "{\"ApiVersion\" : 16, \"Name\" : \"CANARY^SITE\","
          + " \"DatabaseVersion\":6,\"Version\":\"1.10.1\"}";

  private final FakeWeb server = new FakeWeb();
  private final Walk walk = new Walk();

  @AfterEach
  void close() {
    server.close();
  }

  private List<Finding> look() throws DialException {
    return look(server.port());
  }

  private List<Finding> look(int port) throws DialException {
    return walk.at(new WebLook(), DoorKind.HTTP, port);
  }

  private static Finding of(List<Finding> found, Service service) {
    return found.stream().filter(f -> f.service() == service).findFirst().orElseThrow();
  }

  @Test
  void anOpenOrthancIsCountedByItsStatisticsAndNobodyIsNamed() throws DialException {
    server
        .on("/", 200, "text/html", "<html><title>Orthanc Explorer</title>CANARY^PAGE")
        .on("/system", 200, JSON, SYSTEM)
        .on(
            "/statistics",
            200,
            JSON,
            "{\"CountPatients\":3,\"CountStudies\":5,\"CountSeries\":7,\"CountInstances\":1100,"
                + "\"TotalDiskSize\":\"0\"}");
    List<Finding> found = look();
    Finding orthanc = of(found, Service.ORTHANC_REST);
    assertThat(orthanc.verdict()).isEqualTo(Verdict.DOWNLOADABLE);
    assertThat(orthanc.exposure().studies().number()).isEqualTo(5);
    assertThat(orthanc.exposure().patients().number()).isEqualTo(3);
    assertThat(orthanc.exposure().instances().shown()).isEqualTo("1,100");
    assertThat(orthanc.software().product()).isEqualTo("Orthanc");
    assertThat(orthanc.software().version()).isEqualTo("1.10.1");
    assertThat(orthanc.software().grade()).isEqualTo(Software.Grade.CONFIRMED);
    assertThat(orthanc.rung(Rung.WRITABLE).answer()).isEqualTo(Answer.INFERRED_YES);
    assertThat(found).extracting(Finding::service).contains(Service.VIEWER);
    assertThat(found.toString()).doesNotContain("CANARY");
    assertThat(server.heads)
        .allSatisfy(head ->
            assertThat(head.get("User-Agent")).isEqualTo("huisclos-probe (+probe@example.org)"));
  }

  @Test
  void anOrthancThatAsksForALoginIsNamedByItsRealmAndGivesNothing() throws DialException {
    server.otherwise((_, head, out) -> realm(head, out, "none"));
    Finding orthanc = of(look(), Service.ORTHANC_REST);
    assertThat(orthanc.verdict()).isEqualTo(Verdict.CLOSED);
    assertThat(orthanc.barrier()).isEqualTo(Barrier.LOGIN);
    assertThat(orthanc.rung(Rung.QUERYABLE).answer()).isEqualTo(Answer.NO);
    assertThat(orthanc.rung(Rung.CREDENTIALS).answer()).isEqualTo(Answer.NO);
    assertThat(orthanc.software().product()).isEqualTo("Orthanc");
    long tries = server.heads.stream().filter(head -> head.containsKey("Authorization")).count();
    assertThat(tries).as("one try of one password").isEqualTo(1);
  }

  @Test
  void aServerThatBreaksOffIsNotCalledClosed() throws DialException {
    server
        .on("/", 404, "text/html", "no")
        .otherwise((_, _, _) -> {
          throw new java.io.IOException("gone");
        });
    assertThat(look()).extracting(Finding::verdict).containsExactly(Verdict.CONGESTED);
  }

  @Test
  void whatNobodyAskedForIsNotCalledClosed() throws DialException {
    server.otherwise((_, _, out) -> FakeWeb.write(out, 404, "text/html", "no"));
    assertThat(look()).extracting(Finding::verdict).containsExactly(Verdict.CLOSED);
    assertThat(new Walk().upTo(Rung.ASSOCIATES).at(new WebLook(), DoorKind.HTTP, server.port()))
        .extracting(Finding::verdict)
        .containsExactly(Verdict.UNKNOWN);
  }

  @Test
  void theShippedPasswordIsTriedOnlyWhereTheScopeAllowsIt() throws DialException {
    server.otherwise((_, head, out) -> realm(head, out, "Basic b3J0aGFuYzpvcnRoYW5j"));
    Finding tried = of(look(), Service.ORTHANC_REST);
    assertThat(tried.rung(Rung.CREDENTIALS).answer()).isEqualTo(Answer.YES);
    assertThat(tried.verdict()).isEqualTo(Verdict.READABLE);

    server.heads.clear();
    Finding untried =
        of(
            new Walk().upTo(Rung.RETRIEVABLE).at(new WebLook(), DoorKind.HTTP, server.port()),
            Service.ORTHANC_REST);
    assertThat(untried.rung(Rung.CREDENTIALS).answer()).isEqualTo(Answer.NOT_ASKED);
    assertThat(server.heads).noneMatch(head -> head.containsKey("Authorization"));
  }

  private static void realm(Map<String, String> head, OutputStream out, String taken)
      throws java.io.IOException {
    if (taken.equals(head.get("Authorization"))) {
      FakeWeb.write(out, 200, JSON, SYSTEM);
    } else {
      FakeWeb.head(
          out, 401, "WWW-Authenticate: Basic realm=\"Orthanc Secure Area\"", "Content-Length: 0");
    }
  }

  @Test
  void dicomwebIsTellingItsOpenRootFromAClosedOneAndFromAPage() throws DialException {
    server
        .otherwise((_, _, out) -> FakeWeb.write(out, 200, "text/html", "<html>one page for all"))
        .on("/pacs/rs/studies", 200, "application/dicom+json", "[]");
    Finding web = of(look(), Service.DICOMWEB);
    assertThat(web.rung(Rung.QUERYABLE).answer()).isEqualTo(Answer.YES);
    assertThat(web.rung(Rung.RETRIEVABLE).answer()).isNotEqualTo(Answer.YES);
    assertThat(web.exposure().counted()).isFalse();
    assertThat(web.verdict()).isEqualTo(Verdict.READABLE);

    server.on("/pacs/rs/studies", 404, "text/html", "").on("/dicom-web/studies", 401, "a/b", "");
    Finding closed = of(look(), Service.DICOMWEB);
    assertThat(closed.barrier()).isEqualTo(Barrier.LOGIN);
    assertThat(closed.verdict().open()).isFalse();
  }

  @Test
  void aServerThatAnswersEverywhereLikeDicomwebIsCalledBait() throws DialException {
    server.otherwise((_, _, out) -> FakeWeb.write(out, 200, "application/dicom+json", "[]"));
    assertThat(look()).allSatisfy(f -> assertThat(f.verdict()).isEqualTo(Verdict.HONEYPOT));
  }

  @Test
  void qidoIsCountedByOffsetsOnlyWhereNamesMayCross() throws DialException {
    int there = 1234;
    server.on(
        "/dicom-web/studies", (target, _, out) -> page(target, there, out, "CANARY^QIDO^NAME"));
    server.on("/dicom-web/instances", (target, _, out) -> page(target, 0, out, ""));
    Finding without = of(look(), Service.DICOMWEB);
    assertThat(without.exposure().counted()).isFalse();
    assertThat(server.asked).noneMatch(line -> line.contains("offset"));

    Walk signed = new Walk().namesMayCross();
    List<Finding> found = signed.at(new WebLook(), DoorKind.HTTP, server.port());
    Count studies = of(found, Service.DICOMWEB).exposure().studies();
    assertThat(studies.kind()).isEqualTo(Count.Kind.EXACT);
    assertThat(studies.number()).isEqualTo(there);
    long crossed = server.asked.stream().filter(line -> line.contains("studies?limit=1&")).count();
    assertThat(crossed).as("about 2 log2(n) matches cross").isLessThan(30);
    assertThat(found.toString()).doesNotContain("CANARY");
  }

  private static void page(String target, int there, OutputStream out, String name)
      throws java.io.IOException {
    int offset = 0;
    if (target.contains("offset=")) {
      offset = (int) Long.parseLong(target.substring(target.indexOf("offset=") + 7));
    }
    boolean random = target.contains("StudyInstanceUID");
    String one = "[{\"00100010\":{\"Value\":[{\"Alphabetic\":\"" + name + "\"}]}}]";
    FakeWeb.write(out, 200, "application/dicom+json", random || offset >= there ? "[]" : one);
  }

  @Test
  void aServerThatIgnoresTheLimitIsCountedAsItsListGoesBy() throws DialException {
    String one = "{\"00100010\":{\"vr\":\"PN\",\"Value\":[\"CANARY, \\\"}]\"]}}";
    String all = "[" + (one + ",").repeat(776) + one + "]";
    server.on(
        "/dicom-web/studies",
        (target, _, out) ->
            FakeWeb.write(out, 200, "application/dicom+json", target.contains("UID") ? "[]" : all));
    Finding web =
        of(
            new Walk().namesMayCross().at(new WebLook(), DoorKind.HTTP, server.port()),
            Service.DICOMWEB);
    assertThat(web.exposure().studies().number()).isEqualTo(777);
    assertThat(web.exposure().studies().kind()).isEqualTo(Count.Kind.EXACT);
  }

  @Test
  void fhirIsCountedByNumbersAlone() throws DialException {
    String bundle = "{\"resourceType\":\"Bundle\",\"total\":%d}";
    server
        .on("/fhir/metadata", 200, JSON, "{\"resourceType\":\"CapabilityStatement\",\"x\":[1,{}]}")
        .on("/fhir/Patient", 200, JSON, bundle.formatted(42))
        .on(
            "/fhir/ImagingStudy",
            (target, _, out) ->
                FakeWeb.write(
                    out, 200, JSON, bundle.formatted(target.contains("identifier") ? 0 : 99)));
    Finding fhir = of(look(), Service.FHIR);
    assertThat(fhir.verdict()).isEqualTo(Verdict.READABLE);
    assertThat(fhir.exposure().patients().number()).isEqualTo(42);
    assertThat(fhir.exposure().studies().number()).isEqualTo(99);

    server.on("/fhir/ImagingStudy", 401, JSON, "");
    Finding closed = of(look(), Service.FHIR);
    assertThat(closed.verdict()).as("metadata alone").isEqualTo(Verdict.ASSOCIATES);
    assertThat(closed.barrier()).isEqualTo(Barrier.LOGIN);
  }

  @Test
  void dcm4cheeTellsItsCounts() throws DialException {
    String rs = "/dcm4chee-arc/aets/DCM4CHEE/rs/";
    server
        .on("/dcm4chee-arc/aets", 200, JSON, "[{\"dicomAETitle\":\"DCM4CHEE\"}]")
        .on(rs + "studies/count", 200, JSON, "{\"count\":2001}")
        .on(rs + "patients/count", 200, JSON, "{\"count\":\"17\"}")
        .on(rs + "instances/count", 403, JSON, "");
    Finding arc = of(look(), Service.DCM4CHEE_REST);
    assertThat(arc.exposure().studies().number()).isEqualTo(2001);
    assertThat(arc.exposure().patients().number()).isEqualTo(17);
    assertThat(arc.exposure().instances().kind()).isEqualTo(Count.Kind.NOT_COUNTED);
    assertThat(arc.rung(Rung.COUNTABLE).answer()).isEqualTo(Answer.YES);
  }

  @Test
  void dicoogleAnswersItsSearch() throws DialException {
    server.on("/search", 200, JSON, "{\"results\":[],\"elapsedTime\":3,\"numResults\":0}");
    assertThat(of(look(), Service.DICOOGLE_REST).verdict()).isEqualTo(Verdict.READABLE);
  }

  @Test
  void aRedirectToAnotherHostOrPortIsNotFollowed() throws DialException {
    try (FakeWeb other = new FakeWeb()) {
      server.on(
          "/",
          (_, _, out) ->
              FakeWeb.head(
                  out,
                  302,
                  "Location: http://127.0.0.1:" + other.port() + "/x",
                  "Content-Length: 0"));
      List<Finding> found = look();
      assertThat(found.getFirst().notes()).anyMatch(note -> note.contains("not followed"));
      assertThat(other.asked).isEmpty();

      server
          .on(
              "/",
              (_, _, out) -> FakeWeb.head(out, 302, "Location: app/index", "Content-Length: 0"))
          .on("/app/index", 200, "text/html", "<title>OHIF Viewer</title>");
      assertThat(of(look(), Service.VIEWER).software().product()).isEqualTo("OHIF");
    }
  }

  @Test
  void anEndlessBodyAndASlowOneAreCut() throws DialException {
    server.on(
        "/",
        (_, _, out) -> {
          FakeWeb.head(out, 200, "Transfer-Encoding: chunked");
          byte[] chunk =
              ("2000\r\n" + "x".repeat(8192) + "\r\n").getBytes(StandardCharsets.US_ASCII);
          while (true) {
            out.write(chunk);
          }
        });
    server.on("/system", (_, _, out) -> FakeWeb.head(out, 200, "Content-Length: 10000000000"));
    server.on(
        "/dicom-web/studies",
        (_, _, out) -> {
          FakeWeb.head(out, 200, "Content-Length: 1000");
          while (true) {
            out.write(' ');
            out.flush();
            Thread.sleep(50);
          }
        });
    long begun = System.nanoTime();
    walk.patience(Duration.ofMillis(300), Duration.ofMillis(900));
    List<Finding> found = look();
    assertThat(found).extracting(Finding::service).containsExactly(Service.HTTP);
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(8));
  }

  @Test
  void whatIsNotHttpIsUnknown() throws DialException {
    server.otherwise((_, _, out) -> {
      out.write("SSH-2.0-OpenSSH\r\n".getBytes(StandardCharsets.US_ASCII));
      out.flush();
    });
    Finding found = look().getFirst();
    assertThat(found.service()).isEqualTo(Service.UNKNOWN);
    assertThat(found.barrier()).isEqualTo(Barrier.NOT_THIS_PROTOCOL);

    server.otherwise((_, _, out) -> out.write(new byte[] {0x15, 3, 1, 0, 2, 2, 40}));
    assertThat(look().getFirst().barrier()).isEqualTo(Barrier.TLS_REQUIRED);
  }

  @Test
  void theFirstRungOnlyConnects() throws DialException {
    walk.upTo(Rung.REACHABLE);
    assertThat(look().getFirst().rung(Rung.REACHABLE).answer()).isEqualTo(Answer.YES);
    assertThat(server.asked).isEmpty();
    assertThat(walk.journal).hasSize(1);
  }

  @Test
  void aClosedPortIsSaidSo() throws IOException {
    // One where nobody ever was: a listener that just closed may reset a connection first.
    int port = Ports.free();
    assertThatThrownBy(() -> look(port))
        .isInstanceOfSatisfying(
            DialException.class, e -> assertThat(e.kind()).isEqualTo(DialException.Kind.REFUSED));
  }
}
