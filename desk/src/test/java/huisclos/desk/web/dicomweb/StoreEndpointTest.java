package huisclos.desk.web.dicomweb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import huisclos.archive.FetchOutcome;
import huisclos.archive.Level;
import huisclos.archive.StoredInstance;
import huisclos.desk.web.FakeCall;
import huisclos.desk.web.WebSite;
import huisclos.dicom.BulkElement;
import huisclos.dicom.DataSet;
import huisclos.dicom.DicomJson;
import huisclos.dicom.JsonOptions;
import huisclos.dicom.Part10;
import huisclos.dicom.Tag;
import huisclos.dicom.TransferSyntax;
import huisclos.dicom.ValueElement;
import huisclos.dicom.Vr;
import huisclos.gate.Pass;
import huisclos.gate.Request;
import huisclos.gate.Verb;
import huisclos.web.MediaType;
import huisclos.web.MultipartWriter;
import huisclos.web.NativeXml;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each form in which instances are sent, and what is refused. */
class StoreEndpointTest {
  private static final String FILES = "multipart/related; type=\"application/dicom\"; boundary=b";
  private static final String JSON =
      "multipart/related; type=\"application/dicom+json\"; boundary=b";
  private static final String XML = "multipart/related; type=\"application/dicom+xml\"; boundary=b";

  @TempDir static Path folder;
  private static WebSite site;
  private static StoreEndpoint any;
  private static StoreEndpoint toStudy;

  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private final MultipartWriter parts = new MultipartWriter(body, "b");

  @BeforeAll
  static void open() throws IOException {
    site = new WebSite(folder);
    any = new StoreEndpoint(site.gate, site.archive, BulkMemory.ofHeap(), false);
    toStudy = new StoreEndpoint(site.gate, site.archive, BulkMemory.ofHeap(), true);
  }

  @AfterAll
  static void close() throws IOException {
    site.close();
  }

  @Test
  void filesAreStoredAsAStoreAtTheOtherDoorWould() throws IOException {
    for (int i = 1; i <= 40; i++) {
      file(WebSite.ct(1, 1, 1, i), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    }
    file(WebSite.ct(1, 1, 2, 1), TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN);
    FakeCall call = send(any, FILES);
    assertThat(call.status()).as(call.text()).isEqualTo(200);
    DataSet report = report(call);
    assertThat(report.items(Tag.REFERENCED_SOP_SEQUENCE)).hasSize(41);
    assertThat(report.items(Tag.FAILED_SOP_SEQUENCE)).isEmpty();
    assertThat(report.string(Tag.RETRIEVE_URL))
        .contains("https://localhost:8443/dicom-web/studies/" + WebSite.study(1, 1));
    assertThat(report.items(Tag.REFERENCED_SOP_SEQUENCE).getFirst().string(Tag.RETRIEVE_URL))
        .contains(
            "https://localhost:8443/dicom-web/studies/%s/series/%s/instances/%s"
                .formatted(
                    WebSite.study(1, 1), WebSite.series(1, 1, 1), WebSite.instance(1, 1, 1, 1)));
    assertKept(WebSite.ct(1, 1, 1, 7), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    assertKept(WebSite.ct(1, 1, 2, 1), TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN);
  }

  @Test
  void whatIsWrongFailsAlone() throws IOException {
    file(WebSite.ct(2, 1, 1, 1), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    file(WebSite.ct(2, 2, 1, 1), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    parts.part(MediaType.DICOM).write("no file".getBytes(UTF_8));
    parts.end();
    FakeCall call = call(FILES).variable("study", WebSite.study(2, 1)).at(toStudy);
    assertThat(call.status()).isEqualTo(202);
    DataSet report = report(call);
    assertThat(report.items(Tag.REFERENCED_SOP_SEQUENCE)).hasSize(1);
    DataSet failed = report.items(Tag.FAILED_SOP_SEQUENCE).getFirst();
    assertThat(failed.string(Tag.REFERENCED_SOP_INSTANCE_UID))
        .contains(WebSite.instance(2, 2, 1, 1));
    assertThat(failed.integer(Tag.FAILURE_REASON)).hasValue(0xA900);
    assertThat(report.items(Tag.OTHER_FAILURES_SEQUENCE).getFirst().integer(Tag.FAILURE_REASON))
        .hasValue(0xC000);
  }

  @Test
  void otherContentUnderAKnownUidIsAConflict() throws IOException {
    site.store(WebSite.ct(3, 1, 1, 1));
    DataSet other = WebSite.ct(3, 1, 1, 1);
    other.putString(Tag.STUDY_DESCRIPTION, "Another");
    file(other, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    FakeCall call = send(any, FILES);
    assertThat(call.status()).isEqualTo(409);
    assertThat(report(call).items(Tag.FAILED_SOP_SEQUENCE).getFirst().integer(Tag.FAILURE_REASON))
        .hasValue(0xC001);
  }

  @Test
  void metadataInJsonFindsItsBulkDataInTheRequest() throws IOException {
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    DicomJson.writeAll(
        List.of(withBulk(4, 1, "bulk/1"), withBulk(4, 2, "urn:x:2")), json, JsonOptions.EVERYTHING);
    parts.part(MediaType.DICOM_JSON).write(json.toByteArray());
    bulk("https://localhost:8443/dicom-web/bulk/1", 4, 1);
    bulk("urn:x:2", 4, 2);
    FakeCall call = send(any, JSON);
    assertThat(call.status()).as(call.text()).isEqualTo(200);
    assertKept(WebSite.ct(4, 1, 1, 1), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    assertKept(WebSite.ct(4, 1, 1, 2), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
  }

  @Test
  void metadataInXmlFindsItsBulkDataInTheRequest() throws IOException {
    NativeXml.write(withBulk(5, 1, "cid:1"), parts.part(MediaType.DICOM_XML));
    NativeXml.write(withBulk(5, 2, "cid:2"), parts.part(MediaType.DICOM_XML));
    bulk("cid:2", 5, 2);
    bulk("cid:1", 5, 1);
    parts.end();
    FakeCall call = call(XML).asking("Accept", "application/dicom+xml").at(any);
    assertThat(call.status()).as(call.text()).isEqualTo(200);
    assertThat(call.contentType()).isEqualTo("application/dicom+xml");
    assertThat(
            NativeXml.read(new ByteArrayInputStream(call.bytes()))
                .items(Tag.REFERENCED_SOP_SEQUENCE))
        .hasSize(2);
    assertKept(WebSite.ct(5, 1, 1, 2), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
  }

  /** A URI that no part answers for makes its instance fail, wherever it points. */
  @Test
  void nothingIsFetchedFromElsewhere() throws IOException {
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    DicomJson.writeAll(
        List.of(
            withBulk(6, 1, "http://169.254.169.254/latest/meta-data"),
            withBulk(6, 2, "file:///etc/passwd"),
            withBulk(6, 3, "bulk/3")),
        json,
        JsonOptions.EVERYTHING);
    parts.part(MediaType.DICOM_JSON).write(json.toByteArray());
    bulk("bulk/3", 6, 3);
    FakeCall call = send(any, JSON);
    assertThat(call.status()).isEqualTo(202);
    assertThat(report(call).items(Tag.FAILED_SOP_SEQUENCE)).hasSize(2);
    assertKept(WebSite.ct(6, 1, 1, 3), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
  }

  /** Bulk data beyond the memory that there is fails its instance; all of it is given back. */
  @Test
  void bulkDataIsHeldWithinItsMemory() throws IOException {
    BulkMemory small = new BulkMemory(700);
    StoreEndpoint endpoint = new StoreEndpoint(site.gate, site.archive, small, false);
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    DicomJson.writeAll(
        List.of(withBulk(7, 1, "1"), withBulk(7, 2, "2")), json, JsonOptions.EVERYTHING);
    parts.part(MediaType.DICOM_JSON).write(json.toByteArray());
    bulk("2", 7, 2);
    bulk("1", 7, 1);
    FakeCall call = send(endpoint, JSON);
    assertThat(call.status()).isEqualTo(202);
    assertThat(report(call).items(Tag.FAILED_SOP_SEQUENCE).getFirst().integer(Tag.FAILURE_REASON))
        .hasValue(0xA700);
    assertThat(small.take(700)).isTrue();
  }

  @Test
  void whatIsNoRequestIsRefused() throws IOException {
    assertThat(send(any, "text/plain").status()).isEqualTo(415);
    assertThat(call(FILES).asking("Content-Encoding", "gzip").at(any).status()).isEqualTo(415);
    assertThat(call(FILES).asking("Accept", "image/png").at(any).status()).isEqualTo(406);
    assertThat(refusal(FILES, "--b\r\n\r\ncut")).isEqualTo(400);
    assertThat(refusal(FILES, "--b--\r\n")).isEqualTo(400);
    assertThat(refusal("application/dicom+json", "[{\"00100010\":{\"vr\":\"PN\"")).isEqualTo(400);
    assertThat(refusal("application/dicom+json", "[".repeat(100_000))).isEqualTo(400);
    assertThat(
            refusal(
                "application/dicom+xml",
                "<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><NativeDicomModel>&e;"
                    + "</NativeDicomModel>"))
        .isEqualTo(400);
    FakeCall odd = call(FILES).variable("study", "../../x").at(toStudy);
    assertThat(odd.status()).isEqualTo(400);
  }

  @Test
  void whoMayNotStoreIsToldSo() throws IOException {
    file(WebSite.ct(8, 1, 1, 1), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    parts.end();
    FakeCall call =
        new FakeCall(site.admitted("READER", Verb.FIND), "POST", "/dicom-web/studies")
            .body(FILES, body.toByteArray())
            .at(any);
    assertThat(call.status()).isEqualTo(403);
  }

  private int refusal(String type, String text) throws IOException {
    return new FakeCall(site.operator, "POST", "/dicom-web/studies")
        .body(type, text.getBytes(UTF_8))
        .at(any)
        .status();
  }

  private void file(DataSet set, TransferSyntax syntax) throws IOException {
    Part10.write(parts.part(MediaType.DICOM), set, syntax);
  }

  private static DataSet withBulk(int patient, int instance, String uri) {
    DataSet set = WebSite.ct(patient, 1, 1, instance);
    set.put(BulkElement.elsewhere(Tag.PIXEL_DATA, Vr.OW, uri));
    return set;
  }

  private void bulk(String location, int patient, int instance) throws IOException {
    ValueElement pixels =
        (ValueElement) WebSite.ct(patient, 1, 1, instance).get(Tag.PIXEL_DATA).orElseThrow();
    parts
        .part(MediaType.OCTETS, List.of(Map.entry("Content-Location", location)))
        .write(pixels.bytes());
  }

  private FakeCall call(String type) {
    return new FakeCall(site.operator, "POST", "/dicom-web/studies").body(type, body.toByteArray());
  }

  private FakeCall send(StoreEndpoint endpoint, String type) throws IOException {
    parts.end();
    return call(type).at(endpoint);
  }

  private static DataSet report(FakeCall call) throws IOException {
    return DicomJson.read(new ByteArrayInputStream(call.bytes()));
  }

  private static void assertKept(DataSet set, TransferSyntax syntax) throws IOException {
    DataSet keys = new DataSet();
    keys.putString(Tag.SOP_INSTANCE_UID, set.string(Tag.SOP_INSTANCE_UID, ""));
    Pass pass = site.pass(new Request.Get());
    if (!(site.archive.select(pass, Level.IMAGE, keys)
        instanceof FetchOutcome.Selected(List<StoredInstance> instances))) {
      throw new AssertionError("not there");
    }
    assertThat(instances).hasSize(1);
    assertThat(instances.getFirst().transferSyntax()).isEqualTo(syntax.uid());
    try (InputStream in = site.archive.open(pass, instances.getFirst())) {
      assertThat(in.readAllBytes()).isEqualTo(WebSite.bytes(set, syntax));
    }
  }
}
