package huisclos.desk.web.attack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import huisclos.desk.web.WebSite;
import huisclos.dicom.BulkElement;
import huisclos.dicom.DataSet;
import huisclos.dicom.DicomJson;
import huisclos.dicom.Element;
import huisclos.dicom.JsonOptions;
import huisclos.dicom.Part10;
import huisclos.dicom.Tag;
import huisclos.dicom.TransferSyntax;
import huisclos.dicom.Uids;
import huisclos.dicom.ValueElement;
import huisclos.dicom.Vr;
import huisclos.web.MediaType;
import huisclos.web.MultipartReader;
import huisclos.web.MultipartWriter;
import huisclos.web.NativeXml;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Values of every text VR that try to become markup, a header, a path or another value. */
class ScriptInValuesTest {
  private static final String EVIL =
      "<script>alert(1)</script>\"'&lt;<!--]]>--><img src=x onerror=alert(1)>"
          + "\r\nX-Planted: 1\r\n\r\n{\"a\":[\u0001\u0008\u000b\u001b\u007f\u0085\u2028\ufffe"
          + "../../x%2e%2e%0d%0a;${7*7}{{7*7}}";

  /** An attribute of each VR that holds text; what identifies an instance keeps its own value. */
  private static final Map<Integer, Vr> TEXTS =
      Map.ofEntries(
          Map.entry(0x00081010, Vr.SH),
          Map.entry(0x00080054, Vr.AE),
          Map.entry(0x00101010, Vr.AS),
          Map.entry(0x00180015, Vr.CS),
          Map.entry(0x00080023, Vr.DA),
          Map.entry(0x00180050, Vr.DS),
          Map.entry(0x0008002A, Vr.DT),
          Map.entry(0x00200012, Vr.IS),
          Map.entry(0x0008103E, Vr.LO),
          Map.entry(0x00104000, Vr.LT),
          Map.entry(0x00080090, Vr.PN),
          Map.entry(0x00080081, Vr.ST),
          Map.entry(0x00080033, Vr.TM),
          Map.entry(0x00080119, Vr.UC),
          Map.entry(0x00200052, Vr.UI),
          Map.entry(0x00081190, Vr.UR),
          Map.entry(0x0040A160, Vr.UT),
          Map.entry(0x00100010, Vr.PN),
          Map.entry(0x00100020, Vr.LO),
          Map.entry(0x00100021, Vr.LO),
          Map.entry(0x00080050, Vr.SH),
          Map.entry(0x00081030, Vr.LO),
          Map.entry(0x00080060, Vr.CS),
          Map.entry(0x00080020, Vr.DA),
          Map.entry(0x00080030, Vr.TM),
          Map.entry(0x00080201, Vr.SH),
          Map.entry(0x00200010, Vr.SH),
          Map.entry(0x00200011, Vr.IS),
          Map.entry(0x00200013, Vr.IS));

  @TempDir static Path folder;
  private static AttackedDoor door;

  @BeforeAll
  static void open() throws Exception {
    door = new AttackedDoor(folder);
  }

  @AfterAll
  static void close() throws IOException {
    assertThat(door.failures).isEmpty();
    door.close();
  }

  private static Element evil(int tag, Vr vr) {
    String text = EVIL.replace("X-Planted", "X-Planted-" + vr);
    byte[] bytes = (vr == Vr.PN ? "a^" + text + "=" + text : text).getBytes(UTF_8);
    return new ValueElement(tag, vr, Arrays.copyOf(bytes, bytes.length + (bytes.length & 1)));
  }

  private static void spoil(DataSet set) {
    TEXTS.forEach((tag, vr) -> set.put(evil(tag, vr)));
    set.put(evil(0x00110010, Vr.LO));
    set.put(evil(0x00111001, Vr.LO));
    set.put(evil(0x00111002, Vr.UN));
    set.put(evil(0x00111003, Vr.OB));
  }

  /** A report: its words are shown as a page too. */
  private static DataSet report(int patient) {
    DataSet item = new DataSet();
    spoil(item);
    item.putString(Tag.VALUE_TYPE, "TEXT");
    DataSet code = new DataSet();
    for (int tag : new int[] {Tag.CODE_VALUE, Tag.CODE_MEANING}) {
      code.put(evil(tag, tag == Tag.CODE_VALUE ? Vr.SH : Vr.LO));
    }
    item.putItems(Tag.CONCEPT_NAME_CODE_SEQUENCE, List.of(code));
    DataSet set = WebSite.ct(patient, 1, 2, 1);
    set.remove(Tag.PIXEL_DATA);
    spoil(set);
    set.putString(Tag.SOP_CLASS_UID, Uids.BASIC_TEXT_SR_STORAGE);
    set.putString(Tag.VALUE_TYPE, "CONTAINER");
    set.putItems(Tag.CONTENT_SEQUENCE, List.of(item));
    return set;
  }

  private static DataSet picture(int patient) {
    DataSet set = WebSite.ct(patient, 1, 1, 1);
    DataSet item = new DataSet();
    spoil(item);
    spoil(set);
    set.putItems(Tag.REQUEST_ATTRIBUTES_SEQUENCE, List.of(item));
    return set;
  }

  @Test
  void fromTheDicomDoorAllStaysText() throws Exception {
    door.site.store(picture(1));
    door.site.store(report(1));
    readBack(1);
  }

  @Test
  void fromFilesAllStaysText() throws Exception {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    MultipartWriter parts = new MultipartWriter(body, "b");
    for (DataSet set : List.of(picture(2), report(2))) {
      Part10.write(parts.part(MediaType.DICOM), set, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    }
    parts.end();
    post("multipart/related; type=\"application/dicom\"; boundary=b", body.toByteArray());
    readBack(2);
  }

  @Test
  void fromJsonAllStaysText() throws Exception {
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    DataSet picture = linked(picture(3));
    DicomJson.writeAll(List.of(picture, report(3)), json, JsonOptions.EVERYTHING);
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    MultipartWriter parts = new MultipartWriter(body, "b");
    parts.part(MediaType.DICOM_JSON).write(json.toByteArray());
    pixels(parts);
    post("multipart/related; type=\"application/dicom+json\"; boundary=b", body.toByteArray());
    readBack(3);
  }

  @Test
  void fromXmlAllStaysText() throws Exception {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    MultipartWriter parts = new MultipartWriter(body, "b");
    NativeXml.write(linked(picture(4)), parts.part(MediaType.DICOM_XML));
    NativeXml.write(report(4), parts.part(MediaType.DICOM_XML));
    pixels(parts);
    post("multipart/related; type=\"application/dicom+xml\"; boundary=b", body.toByteArray());
    readBack(4);
  }

  private static DataSet linked(DataSet picture) {
    picture.put(BulkElement.elsewhere(Tag.PIXEL_DATA, Vr.OW, "pixels"));
    return picture;
  }

  private static void pixels(MultipartWriter parts) throws IOException {
    parts
        .part(MediaType.OCTETS, List.of(Map.entry("Content-Location", "pixels")))
        .write(new byte[512]);
    parts.end();
  }

  private static void post(String type, byte[] body) throws Exception {
    HttpResponse<byte[]> stored =
        door.client.send(
            door.knownTo("/dicom-web/studies")
                .header("Content-Type", type)
                .POST(BodyPublishers.ofByteArray(body))
                .build(),
            BodyHandlers.ofByteArray());
    assertThat(stored.statusCode()).as(new String(stored.body(), UTF_8)).isEqualTo(200);
    harmless(stored);
  }

  /** By every face of the door that shows values. */
  private static void readBack(int patient) throws Exception {
    String uid = WebSite.study(patient, 1);
    String study = "/dicom-web/studies/" + uid;
    String picture =
        study
            + "/series/%s/instances/%s"
                .formatted(WebSite.series(patient, 1, 1), WebSite.instance(patient, 1, 1, 1));
    String report =
        study
            + "/series/%s/instances/%s"
                .formatted(WebSite.series(patient, 1, 2), WebSite.instance(patient, 1, 2, 1));
    String search = "/dicom-web/studies?StudyInstanceUID=" + uid + "&includefield=all";
    for (String form : List.of("application/dicom+json", xmlParts())) {
      shows(get(search, form));
      shows(get(study + "/series?includefield=all", form));
      shows(get(study + "/instances?includefield=all", form));
      shows(get(study + "/metadata", form));
      shows(get(picture + "/metadata", form));
    }
    shows(get("/fhir/ImagingStudy/" + uid, "application/fhir+json"));
    shows(get("/fhir/ImagingStudy?identifier=urn:dicom:uid%7Curn:oid:" + uid, "*/*"));
    shows(get(report + "/rendered", "text/html"));
    shows(get(report + "/rendered", "text/plain"));
    for (String path :
        List.of(
            picture + "/rendered?annotation=patient,technique",
            picture + "/thumbnail",
            study + "/rendered",
            study,
            study + "/bulkdata",
            picture + "/bulkdata/00111003",
            picture + "/frames/1")) {
      get(path, "*/*");
    }
    HttpResponse<byte[]> zip = get(study, "application/zip");
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip.body()))) {
      for (ZipEntry one = in.getNextEntry(); one != null; one = in.getNextEntry()) {
        assertThat(one.getName()).matches("[0-9.]+/[0-9.]+/[0-9.]+\\.dcm");
      }
    }
    get("/dicom-web/changes?since=0", "application/dicom+json");
  }

  private static String xmlParts() {
    return "multipart/related; type=\"application/dicom+xml\"";
  }

  private static HttpResponse<byte[]> get(String path, String accept) throws Exception {
    HttpResponse<byte[]> got =
        door.client.send(
            door.knownTo(path).header("Accept", accept).build(), BodyHandlers.ofByteArray());
    assertThat(got.statusCode()).as("%s %s", path, new String(got.body(), UTF_8)).isEqualTo(200);
    harmless(got);
    return got;
  }

  /** That the value came at all: else nothing was tried. */
  private static void shows(HttpResponse<byte[]> got) {
    assertThat(new String(got.body(), UTF_8)).contains("alert(1)");
  }

  private static void harmless(HttpResponse<byte[]> got) throws Exception {
    got.headers()
        .map()
        .forEach((name, values) -> {
          assertThat(name.toLowerCase(Locale.ROOT)).doesNotContain("planted");
          assertThat(values.toString()).doesNotContain("alert", "<", "\u0001", "..");
        });
    assertThat(got.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    assertThat(got.headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("default-src 'none'");
    String type = got.headers().firstValue("Content-Type").orElse("");
    wellFormed(MediaType.parse(type).orElseThrow(), got.body());
  }

  private static void wellFormed(MediaType type, byte[] body) throws Exception {
    if (type.isAs(MediaType.RELATED)) {
      MultipartReader parts = new MultipartReader(new ByteArrayInputStream(body), type);
      for (Optional<MultipartReader.Part> p = parts.next(); p.isPresent(); p = parts.next()) {
        assertThat(p.get().location()).doesNotContain("alert", "<", "..");
        wellFormed(p.get().type(), p.get().body().readAllBytes());
      }
    } else if (type.subtype().endsWith("json")) {
      json(body);
    } else if (type.subtype().endsWith("xml")) {
      xml(body);
    } else if (type.subtype().equals("html")) {
      assertThat(new String(body, UTF_8))
          .doesNotContain("<script", "<img", "<!--", "]]>", "\u0001", "\u0008", "\u001b")
          .doesNotContainPattern("<[a-z]+ [^>]*on\\w+=");
    } else {
      assertThat(type.type())
          .as("no type that a browser would run: %s", type)
          .matches(
              t -> type.subtype().equals("plain") || List.of("image", "application").contains(t));
    }
  }

  /** RFC 8259, by another reader than ours; its values are those that were stored. */
  private static void json(byte[] body) throws IOException {
    assertThat(new String(body, UTF_8)).doesNotContainPattern("[\\x00-\\x1f&&[^\\n\\r\\t]]");
    List<String> texts = new ArrayList<>();
    try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), body)) {
      while (parser.nextToken() != null) {
        if (parser.currentName() != null) {
          assertThat(parser.currentName()).matches("[0-9A-Za-z]+");
        }
        if (parser.currentToken().isScalarValue()) {
          texts.add(parser.getString());
        }
      }
    }
    assertThat(texts.toString()).doesNotContain("&lt;script");
  }

  /** XML 1.0, by the JDK's strict reader: elements and attributes are those of the model alone. */
  private static void xml(byte[] body) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    DocumentBuilder builder = factory.newDocumentBuilder();
    builder.setErrorHandler(null);
    Document document = builder.parse(new ByteArrayInputStream(body));
    var all = document.getElementsByTagName("*");
    for (int i = 0; i < all.getLength(); i++) {
      assertThat(all.item(i).getNodeName())
          .matches(
              "NativeDicomModel|DicomAttribute|Value|Item|PersonName|Alphabetic|Ideographic"
                  + "|Phonetic|FamilyName|GivenName|MiddleName|NamePrefix|NameSuffix"
                  + "|InlineBinary|BulkData");
    }
    assertThat(new String(body, ISO_8859_1)).doesNotContain("<script", "<img", "\u0001");
  }
}
