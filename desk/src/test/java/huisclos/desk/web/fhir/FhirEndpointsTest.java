package huisclos.desk.web.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.archive.FindMemory;
import huisclos.desk.web.Endpoint;
import huisclos.desk.web.FakeCall;
import huisclos.desk.web.Route;
import huisclos.desk.web.WebSite;
import huisclos.gate.Identity;
import huisclos.gate.Verb;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.hl7.fhir.r4.formats.JsonParser;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.ImagingStudy;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a health record gets of studies. */
class FhirEndpointsTest {
  @TempDir static Path home;
  private static WebSite site;
  private static Identity reader;
  private static List<Route> routes;

  @BeforeAll
  static void open() throws IOException {
    site = new WebSite(home.resolve("home"));
    for (int study = 1; study <= 3; study++) {
      site.store(WebSite.ct(1, study, 1, 1));
    }
    site.store(WebSite.ct(1, 1, 2, 1));
    site.store(WebSite.ct(2, 1, 1, 1));
    reader = site.admitted("EHR", Verb.FIND);
    routes =
        new FhirEndpoints(site.gate, site.archive, FindMemory.ofHeap(), Optional.empty()).routes();
  }

  @AfterAll
  static void close() throws IOException {
    site.close();
  }

  private static Endpoint route(String method, String template) {
    return routes.stream()
        .filter(r -> r.template().equals(template) && r.methods().contains(method))
        .findFirst()
        .orElseThrow()
        .endpoint();
  }

  private static FakeCall search(String... parameters) throws IOException {
    return search(reader, parameters);
  }

  private static FakeCall search(Identity who, String... parameters) throws IOException {
    FakeCall call = FakeCall.get(who, "/fhir/ImagingStudy");
    for (int i = 0; i < parameters.length; i += 2) {
      call.parameter(parameters[i], parameters[i + 1]);
    }
    return call.at(route("GET", "/fhir/ImagingStudy"));
  }

  private static FakeCall read(Identity who, String id) throws IOException {
    return FakeCall.get(who, "/fhir/ImagingStudy/" + id)
        .variable("id", id)
        .at(route("GET", "/fhir/ImagingStudy/{id}"));
  }

  private static Bundle bundle(FakeCall call) throws IOException {
    assertThat(call.status()).as(call.text()).isEqualTo(200);
    return (Bundle) new JsonParser().parse(call.bytes());
  }

  @Test
  void aPatientsStudiesAreFound() throws IOException {
    FakeCall call = search("patient", "Patient/PID000001", "modality", "CT");
    assertThat(call.contentType()).startsWith("application/fhir+json");
    Bundle found = bundle(call);
    assertThat(found.getTotal()).isEqualTo(3);
    ImagingStudy study = (ImagingStudy) found.getEntry().getFirst().getResource();
    assertThat(study.getSubject().getIdentifier().getValue()).isEqualTo("PID000001");
    assertThat(study.getSubject().getDisplay()).contains("Péter");
    assertThat(study.getModalityFirstRep().getCode()).isEqualTo("CT");
    assertThat(study.getIdentifierFirstRep().getValue()).startsWith("urn:oid:1.2.826");
    assertThat(call.text()).contains("\"started\":\"200").contains("/dicom-web\"");
  }

  @Test
  void studiesAreFoundByWhatTheyAre() throws IOException {
    String uid = WebSite.study(2, 1);
    assertThat(bundle(search("_id", uid)).getTotal()).isEqualTo(1);
    assertThat(bundle(search("identifier", "urn:dicom:uid|urn:oid:" + uid)).getTotal())
        .isEqualTo(1);
    assertThat(bundle(search("identifier", "ACC00001-2")).getTotal()).isEqualTo(1);
    String[][] dates = {
      {"2001-03-15", "1"},
      {"2001-03", "1"},
      {"2001", "1"},
      {"ge2002-03-15", "2"},
      {"gt2002-03-15", "1"},
      {"lt2002", "1"},
      {"le2002-03", "2"},
      {"gt2003", "0"}
    };
    for (String[] date : dates) {
      assertThat(bundle(search("patient", "PID000001", "started", date[0])).getTotal())
          .as(date[0])
          .isEqualTo(Integer.parseInt(date[1]));
    }
    assertThat(
            bundle(
                    search(
                        "patient",
                        "PID000001",
                        "started",
                        "ge2002-01-01",
                        "started",
                        "lt2003-01-01"))
                .getTotal())
        .isEqualTo(1);
    assertThat(bundle(search("patient", "PID000001", "status", "cancelled")).getTotal()).isZero();
  }

  @Test
  void pagesLeadToOneAnother() throws IOException {
    Bundle first = bundle(search("patient", "PID000001", "_count", "2"));
    assertThat(first.getEntry()).hasSize(2);
    assertThat(first.getLink("next").getUrl())
        .isEqualTo("https://localhost:8443/fhir/ImagingStudy?patient=PID000001&_count=2&_offset=2");
    Bundle second = bundle(search("patient", "PID000001", "_count", "2", "_offset", "2"));
    assertThat(second.getEntry()).hasSize(1);
    assertThat(second.getLink("next")).isNull();
    assertThat(second.getTotal()).isEqualTo(3);
    Bundle count = bundle(search("patient", "PID000001", "_summary", "count"));
    assertThat(count.getTotal()).isEqualTo(3);
    assertThat(count.getEntry()).isEmpty();
  }

  @Test
  void aSearchCanBePosted() throws IOException {
    FakeCall call =
        new FakeCall(reader, "POST", "/fhir/ImagingStudy/_search")
            .body(
                "application/x-www-form-urlencoded",
                "patient=PID000001&started=ge2002".getBytes(StandardCharsets.UTF_8))
            .at(route("POST", "/fhir/ImagingStudy/_search"));
    assertThat(bundle(call).getTotal()).isEqualTo(2);
  }

  @Test
  void aStudyIsReadWithItsSeries() throws IOException {
    FakeCall call = read(reader, WebSite.study(1, 1));
    ImagingStudy study = (ImagingStudy) new JsonParser().parse(call.bytes());
    assertThat(study.getSeries()).hasSize(2);
    assertThat(study.getNumberOfInstances()).isEqualTo(2);
    assertThat(read(reader, "1.2.3").status()).isEqualTo(404);
    assertThat(read(reader, "no-uid").status()).isEqualTo(404);
  }

  @Test
  void whatIsntUnderstoodOrGrantedIsRefused() throws IOException {
    String[][] bad = {
      {"_lastUpdated", "ge2020"},
      {"patient", "PID*"},
      {"patient", "a\\b"},
      {"patient", ""},
      {"started", "yesterday"},
      {"started", "ap2020"},
      {"_count", "-1"},
      {"_id", "x"},
      {"identifier", "http://other|1"},
      {"_format", "xml"},
      {"<script>", "1"}
    };
    for (String[] one : bad) {
      FakeCall call = search(one[0], one[1]);
      assertThat(call.status()).as(one[0] + "=" + one[1]).isEqualTo(400);
      assertThat(new JsonParser().parse(call.bytes())).isInstanceOf(OperationOutcome.class);
      assertThat(call.text()).doesNotContain("script");
    }
    assertThat(search().status()).as("a broad search").isEqualTo(403);
    Identity stranger = site.gate.stranger("192.0.2.8");
    assertThat(search(stranger, "patient", "PID000001").status()).isEqualTo(403);
    assertThat(read(stranger, WebSite.study(1, 1)).status()).isEqualTo(403);
  }

  @Test
  void whatIsOpenToAllNamesNobody() throws IOException {
    FakeCall metadata =
        FakeCall.get(site.gate.stranger(""), "/fhir/metadata").at(route("GET", "/fhir/metadata"));
    assertThat(new JsonParser().parse(metadata.bytes())).isInstanceOf(CapabilityStatement.class);
    assertThat(metadata.text()).doesNotContain("SMART");
    assertThat(metadata.text().toLowerCase(Locale.ROOT)).doesNotContain("huisclos");
  }
}
