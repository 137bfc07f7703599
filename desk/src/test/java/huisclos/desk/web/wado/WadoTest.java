package huisclos.desk.web.wado;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.archive.AttributeChange;
import huisclos.archive.DeleteReason;
import huisclos.archive.Level;
import huisclos.desk.transcoding.PixelServices;
import huisclos.desk.web.FakeCall;
import huisclos.desk.web.Route;
import huisclos.desk.web.WebSite;
import huisclos.dicom.DataSet;
import huisclos.dicom.DataSetDecoder;
import huisclos.dicom.DicomJson;
import huisclos.dicom.FragmentsElement;
import huisclos.dicom.Part10;
import huisclos.dicom.Part10File;
import huisclos.dicom.ReadOptions;
import huisclos.dicom.SequenceElement;
import huisclos.dicom.Tag;
import huisclos.dicom.TransferSyntax;
import huisclos.dicom.Uids;
import huisclos.dicom.Vr;
import huisclos.gate.Identity;
import huisclos.gate.Request;
import huisclos.gate.Verb;
import huisclos.pixels.ForeignCodecs;
import huisclos.pixels.FrameDecoder;
import huisclos.pixels.FrameSource;
import huisclos.pixels.NativeFrame;
import huisclos.trail.Action;
import huisclos.web.NativeXml;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** WADO-RS: what comes out is what was stored, in the form that was asked for. */
class WadoTest {
  private static final String JPEG_LS = Uids.JPEGLS_LOSSLESS;
  private static final String CT = path(1, 1, 1, 1);
  private static final String MULTI = path(2, 1, 1, 1);
  private static final String COMPRESSED = path(3, 1, 1, 1);
  private static final String BITS = path(4, 1, 1, 1);
  private static final String TURNED = path(5, 1, 1, 1);
  private static final String DEFLATED = path(6, 1, 1, 1);
  private static final byte[] NOISE = noise(3 * 512);
  private static final byte[] PRIVATE_VALUE = noise(100_000);

  @TempDir static Path folder;

  private static WebSite site;
  private static List<Route> routes;

  @BeforeAll
  static void store() throws IOException {
    site = new WebSite(folder.resolve("home"));
    routes =
        DicomWebReading.routes(
            site.gate, site.archive, new PixelServices(site.archive, ForeignCodecs.NONE));
    site.store(withBulk(WebSite.ct(1, 1, 1, 1)));
    site.store(WebSite.ct(1, 1, 1, 2));
    site.store(WebSite.ct(1, 1, 2, 1), TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);
    site.store(multiFrame(WebSite.ct(2, 1, 1, 1)));
    site.store(compressed(WebSite.ct(3, 1, 1, 1)), TransferSyntax.encapsulated(JPEG_LS));
    site.store(ofBits(WebSite.ct(4, 1, 1, 1)));
    site.store(multiFrame(WebSite.ct(5, 1, 1, 1)), TransferSyntax.EXPLICIT_VR_BIG_ENDIAN);
    site.store(runLengths(WebSite.ct(7, 1, 1, 1)), TransferSyntax.encapsulated(Uids.RLE_LOSSLESS));
    site.store(
        multiFrame(WebSite.ct(6, 1, 1, 1)), TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN);
  }

  @AfterAll
  static void close() throws IOException {
    site.close();
  }

  // ---- instances

  @Test
  void aStudyComesAsItWasStoredEachInAPart() throws IOException {
    FakeCall answer =
        get(study(1), "Accept", "multipart/related; type=\"application/dicom\"; transfer-syntax=*");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.contentType())
        .startsWith("multipart/related; type=\"application/dicom\"; boundary=");
    List<Part> parts = parts(answer);
    assertThat(parts)
        .extracting(Part::type)
        .containsExactly(
            "application/dicom; transfer-syntax=" + Uids.EXPLICIT_VR_LITTLE_ENDIAN,
            "application/dicom; transfer-syntax=" + Uids.EXPLICIT_VR_LITTLE_ENDIAN,
            "application/dicom; transfer-syntax=" + Uids.IMPLICIT_VR_LITTLE_ENDIAN);
    assertThat(dataSet(parts.getFirst().content))
        .isEqualTo(
            WebSite.bytes(
                withBulk(WebSite.ct(1, 1, 1, 1)), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN));
    assertThat(dataSet(parts.get(2).content))
        .isEqualTo(WebSite.bytes(WebSite.ct(1, 1, 2, 1), TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN));
  }

  @Test
  void withoutAnAskedForSyntaxItIsExplicitLittleEndian() throws IOException {
    List<Part> parts = parts(get(study(1), "Accept", "multipart/related; type=application/dicom"));

    assertThat(parts).hasSize(3);
    assertThat(dataSet(parts.get(2).content))
        .isEqualTo(WebSite.bytes(WebSite.ct(1, 1, 2, 1), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN));
    // Implicit VR and big endian are no syntaxes of web services (PS3.18 §8.7.3).
    for (String kept : List.of(path(1, 1, 2, 1), TURNED)) {
      for (String accept : List.of("*/*", "application/dicom", "application/zip")) {
        FakeCall answer = get(kept, "Accept", accept);
        assertThat(answer.status()).isEqualTo(200);
        if (!accept.equals("application/zip")) {
          byte[] file = accept.equals("*/*") ? parts(answer).getFirst().content : answer.bytes();
          assertThat(Part10.open(new ByteArrayInputStream(file)).transferSyntax())
              .isEqualTo(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
        }
      }
    }
  }

  @Test
  void aSeriesHasItsOwnAlone() throws IOException {
    assertThat(parts(get(study(1) + "/series/" + WebSite.series(1, 1, 2)))).hasSize(1);
  }

  @Test
  void anInstanceComesByItself() throws IOException {
    FakeCall answer = get(CT, "Accept", "application/dicom");

    assertThat(answer.contentType()).startsWith("application/dicom;");
    Part10File file = Part10.open(new ByteArrayInputStream(answer.bytes()));
    assertThat(file.fileMeta().string(Tag.MEDIA_STORAGE_SOP_INSTANCE_UID, ""))
        .isEqualTo(WebSite.instance(1, 1, 1, 1));
    assertThat(answer.text()).doesNotContainIgnoringCase("huisclos");
  }

  @Test
  void aZipHasNamesOfUidsAlone() throws IOException {
    FakeCall answer = get(study(1), "Accept", "application/zip");

    assertThat(answer.contentType()).isEqualTo("application/zip");
    List<String> names = new ArrayList<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(answer.bytes()))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        names.add(entry.getName());
        assertThat(dataSet(zip.readAllBytes())).isNotEmpty();
      }
    }
    assertThat(names)
        .hasSize(3)
        .contains(
            WebSite.study(1, 1)
                + "/"
                + WebSite.series(1, 1, 1)
                + "/"
                + WebSite.instance(1, 1, 1, 1)
                + ".dcm");
    assertThat(ZipNames.safe("../../etc/passwd")).isEqualTo("_..-.._etc_passwd".replace('-', '_'));
    assertThat(ZipNames.safe("a\\b\u0000c:d")).isEqualTo("a_b_c_d");
  }

  @Test
  void aCompressedInstanceIsDecodedUnlessItsSyntaxIsTaken() throws IOException {
    String stored = path(7, 1, 1, 1);
    Part10File plain =
        Part10.open(new ByteArrayInputStream(get(stored, "Accept", "application/dicom").bytes()));

    assertThat(plain.transferSyntax()).isEqualTo(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    byte[] dataSet = plain.dataSetStream().readAllBytes();
    assertThat(Arrays.copyOfRange(dataSet, dataSet.length - 512, dataSet.length))
        .containsOnly(0x2A);
    assertThat(get(stored, "Accept", "application/dicom; transfer-syntax=*").contentType())
        .endsWith(Uids.RLE_LOSSLESS);
    assertThat(get(COMPRESSED, "Accept", "application/dicom").status()).isEqualTo(406);
  }

  // ---- metadata

  @Test
  void metadataIsTheDataSetWithItsBulkDataAtUris() throws IOException {
    FakeCall answer = get(CT + "/metadata");

    assertThat(answer.contentType()).isEqualTo("application/dicom+json");
    String json = answer.text();
    DataSet set =
        DicomJson.read(
            new ByteArrayInputStream(
                json.substring(1, json.length() - 1).getBytes(StandardCharsets.UTF_8)));
    assertThat(set.string(Tag.PATIENT_NAME, "")).isEqualTo("Patient00001^Péter");
    assertThat(json)
        .contains(
            "\"7FE00010\":{\"vr\":\"OW\",\"BulkDataURI\":\"https://localhost:8443"
                + CT
                + "/bulkdata/7FE00010\"}")
        .contains("/bulkdata/00091002\"")
        .contains("/bulkdata/00400555.2.00091002\"")
        .doesNotContain("InlineBinary");
    assertThat(get(CT + "/metadata").text()).isEqualTo(json);
    assertThat(get(study(1) + "/metadata").text()).contains(json.substring(1, json.length() - 1));
  }

  /** What was made of a study before is no answer once something of it, or who asks, changed. */
  @Test
  void metadataThatWasAskedForBeforeFollowsEachChange() throws IOException {
    site.store(WebSite.ct(8, 1, 1, 1));
    site.store(WebSite.ct(8, 1, 1, 2));
    Identity reader = site.admitted("READER", Verb.GET);
    String metadata = study(8) + "/metadata";
    String before = get(metadata).text();
    assertThat(get(metadata).text()).isEqualTo(before);
    assertThat(serve(call(reader, "GET", metadata)).text()).isEqualTo(before);

    AttributeChange change = new AttributeChange();
    assertThat(change.set(Tag.STUDY_DESCRIPTION, "CORRECTED")).isEqualTo(AttributeChange.Added.YES);
    site.archive
        .keeping()
        .correct(site.pass(new Request.Keep()), Level.STUDY, WebSite.study(8, 1), change, "a test");
    String corrected = get(metadata).text();
    assertThat(before).doesNotContain("CORRECTED");
    assertThat(corrected).contains("CORRECTED").contains(WebSite.instance(8, 1, 1, 2));
    assertThat(get(metadata).text()).isEqualTo(corrected);

    site.archive.delete(
        site.pass(new Request.Keep()),
        Level.IMAGE,
        WebSite.instance(8, 1, 1, 2),
        DeleteReason.QUALITY,
        "a test",
        Duration.ofDays(1));
    assertThat(get(metadata).text())
        .contains(WebSite.instance(8, 1, 1, 1))
        .doesNotContain(WebSite.instance(8, 1, 1, 2));

    site.gate.devices().revokeDevice("READER", "tester");
    assertThat(serve(call(reader, "GET", metadata)).status()).isEqualTo(403);
    assertThat(get(metadata).status()).isEqualTo(200);
  }

  @Test
  void metadataComesInXmlAPartForEachInstance() throws IOException {
    FakeCall answer =
        get(study(1) + "/metadata", "Accept", "multipart/related; type=\"application/dicom+xml\"");
    List<Part> parts = parts(answer);

    assertThat(parts).hasSize(3).allMatch(p -> p.type.equals("application/dicom+xml"));
    DataSet set = NativeXml.read(new ByteArrayInputStream(parts.getFirst().content));
    assertThat(set.string(Tag.PATIENT_NAME, "")).isEqualTo("Patient00001^Péter");
    assertThat(new String(parts.getFirst().content, StandardCharsets.UTF_8))
        .contains(CT + "/bulkdata/00400555.2.00091002");
  }

  // ---- bulk data

  @ParameterizedTest
  @CsvSource({"00091002", "00400555.2.00091002"})
  void bulkDataComesByItsUri(String path) throws IOException {
    FakeCall whole = get(CT + "/bulkdata/" + path);

    assertThat(whole.contentType()).isEqualTo("application/octet-stream");
    assertThat(whole.bytes()).isEqualTo(PRIVATE_VALUE);

    FakeCall part = get(CT + "/bulkdata/" + path, "Range", "bytes=70000-70009");
    assertThat(part.status()).isEqualTo(206);
    assertThat(part.answered("Content-Range")).contains("bytes 70000-70009/100000");
    assertThat(part.bytes()).isEqualTo(Arrays.copyOfRange(PRIVATE_VALUE, 70_000, 70_010));

    FakeCall beyond = get(CT + "/bulkdata/" + path, "Range", "bytes=100000-");
    assertThat(beyond.status()).isEqualTo(416);

    FakeCall stale = get(CT + "/bulkdata/" + path, "Range", "bytes=0-1", "If-Range", "\"another\"");
    assertThat(stale.status()).isEqualTo(200);

    Part related = parts(get(CT + "/bulkdata/" + path, "Accept", "multipart/related")).getFirst();
    assertThat(related.content).isEqualTo(PRIVATE_VALUE);
    assertThat(related.location).endsWith(CT + "/bulkdata/" + path);
  }

  @ParameterizedTest
  @CsvSource({
    "00091003",
    "00400555.3.00091002",
    "00400555.1",
    "00400555.0.00091002",
    "x",
    "..",
    "00400555"
  })
  void whatIsNoBulkDataIsNotFound(String path) throws IOException {
    assertThat(get(CT + "/bulkdata/" + path).status()).isEqualTo(404);
  }

  @Test
  void plainPixelDataIsBulkDataInLittleEndian() throws IOException {
    assertThat(get(MULTI + "/bulkdata/7FE00010").bytes()).isEqualTo(NOISE);
    assertThat(get(TURNED + "/bulkdata/7FE00010", "Range", "bytes=3-9").bytes())
        .isEqualTo(Arrays.copyOfRange(NOISE, 3, 10));
    assertThat(parts(get(DEFLATED + "/pixeldata")).getFirst().content).isEqualTo(NOISE);
  }

  @Test
  void compressedPixelDataIsAPartForEachFrame() throws IOException {
    for (String resource : List.of("/bulkdata/7FE00010", "/pixeldata")) {
      List<Part> parts = parts(get(COMPRESSED + resource));

      assertThat(parts)
          .extracting(Part::type)
          .containsExactly(
              "image/jls; transfer-syntax=" + JPEG_LS, "image/jls; transfer-syntax=" + JPEG_LS);
      assertThat(parts.get(1).content).isEqualTo(new byte[] {5, 6, 7, 8, 9, 10});
    }
  }

  @Test
  void allBulkDataOfAStudyComesAtOnce() throws IOException {
    List<Part> parts = parts(get(study(1) + "/bulkdata"));

    assertThat(parts)
        .extracting(p -> p.location.substring(p.location.lastIndexOf('/') + 1))
        .containsExactly("7FE00010", "00091002", "00400555.2.00091002", "7FE00010", "7FE00010");
    assertThat(parts.get(2).content).isEqualTo(PRIVATE_VALUE);
  }

  // ---- frames

  @Test
  void framesComeInTheOrderTheyAreAskedFor() throws IOException {
    for (String path : List.of(MULTI, TURNED, DEFLATED)) {
      List<Part> parts = parts(get(path + "/frames/3,1"));

      assertThat(parts)
          .extracting(p -> p.content)
          .containsExactly(
              Arrays.copyOfRange(NOISE, 1024, 1536), Arrays.copyOfRange(NOISE, 0, 512));
      assertThat(parts.getFirst().location).endsWith("/frames/3");
    }
  }

  @Test
  void aFrameComesByItself() throws IOException {
    FakeCall answer = get(MULTI + "/frames/2", "Accept", "application/octet-stream");

    assertThat(answer.contentType()).startsWith("application/octet-stream");
    assertThat(answer.bytes()).isEqualTo(Arrays.copyOfRange(NOISE, 512, 1024));
    assertThat(get(COMPRESSED + "/frames/1", "Accept", "image/jls").bytes())
        .isEqualTo(new byte[] {1, 2, 3, 4});
  }

  @Test
  void aCompressedFrameIsDecodedWhereItIsAskedForUncompressed() throws IOException {
    String stored = path(7, 1, 1, 1);
    FakeCall plain = get(stored + "/frames/1", "Accept", "application/octet-stream");

    assertThat(plain.status()).isEqualTo(200);
    assertThat(plain.bytes()).hasSize(512).containsOnly(0x2A);
    assertThat(parts(get(stored + "/frames/1")).getFirst().type)
        .isEqualTo("image/dicom-rle; transfer-syntax=" + Uids.RLE_LOSSLESS);
    assertThat(get(COMPRESSED + "/frames/1", "Accept", "application/octet-stream").status())
        .isEqualTo(406);
  }

  @Test
  void aFrameIsCodedInTheSyntaxThatIsAskedFor() throws IOException {
    FakeCall coded = get(MULTI + "/frames/2", "Accept", "image/dicom-rle");

    assertThat(coded.status()).isEqualTo(200);
    assertThat(coded.contentType())
        .isEqualTo("image/dicom-rle; transfer-syntax=" + Uids.RLE_LOSSLESS);
    // Two segments, of a CT's upper and lower bytes.
    assertThat(ByteBuffer.wrap(coded.bytes()).order(ByteOrder.LITTLE_ENDIAN).getInt()).isEqualTo(2);
    assertThat(get(MULTI + "/frames/2", "Accept", "image/jpeg").status()).isEqualTo(406);
  }

  @Test
  void anInstanceIsCodedInTheSyntaxThatIsAskedForAndBack() throws IOException {
    String rle = "application/dicom; transfer-syntax=" + Uids.RLE_LOSSLESS;
    for (String path : List.of(MULTI, TURNED, DEFLATED)) {
      FakeCall answer = get(path, "Accept", rle);
      assertThat(answer.status()).isEqualTo(200);
      Part10File file = Part10.open(new ByteArrayInputStream(answer.bytes()));
      assertThat(file.transferSyntax().uid()).isEqualTo(Uids.RLE_LOSSLESS);
      DataSet set = DataSetDecoder.read(file.reader(), ReadOptions.whole());
      FrameSource frames = (FrameSource) FrameSource.of(set, file.transferSyntax());
      NativeFrame last = (NativeFrame) new FrameDecoder(ForeignCodecs.NONE).decodeNative(frames, 2);
      assertThat(last.bytes()).isEqualTo(Arrays.copyOfRange(NOISE, 1024, 1536));
    }
    String baseline = "application/dicom; transfer-syntax=" + Uids.JPEG_BASELINE8_BIT;
    assertThat(get(MULTI, "Accept", baseline).status()).isEqualTo(406);
  }

  @Test
  void framesOfOneBitAPixelStartWithAByte() throws IOException {
    // Three frames of 3 × 3 pixels: 111111111, 000000000, 101010101, the lowest bit first.
    assertThat(parts(get(BITS + "/frames/1,2,3")))
        .extracting(p -> p.content)
        .containsExactly(
            new byte[] {(byte) 0xFF, 1}, new byte[] {0, 0}, new byte[] {0b01010101, 1});
  }

  @ParameterizedTest
  @CsvSource({
    "/frames/4, 404",
    "/frames/0, 400",
    "/frames/x, 400",
    "'/frames/1,,2', 400",
    "/frames/-1, 400",
    "/frames/9999999999, 400"
  })
  void framesThatAreNotThere(String resource, int status) throws IOException {
    assertThat(get(MULTI + resource).status()).isEqualTo(status);
  }

  // ---- what is accepted

  @ParameterizedTest
  @CsvSource({
    "image/png, 406",
    "multipart/related; type=\"image/jls\", 200",
    "multipart/related; type=\"application/octet-stream\"; transfer-syntax=1.2.840.10008.1.2.4.50,"
        + " 406",
    "image/, 400"
  })
  void aFormThatIsNotThereIsNotAcceptable(String accept, int status) throws IOException {
    FakeCall answer = get(COMPRESSED + "/frames/1", "Accept", accept);

    assertThat(answer.status()).isEqualTo(status);
    if (status == 406) {
      assertThat(answer.text()).contains("image/jls; transfer-syntax=" + JPEG_LS);
    }
  }

  @Test
  void theParameterStandsInForTheHeader() throws IOException {
    FakeCall call = call("GET", CT, "Accept", "image/png").parameter("accept", "application/dicom");

    assertThat(serve(call).status()).isEqualTo(200);
  }

  // ---- versions

  @Test
  void whatDidNotChangeIsNotSentAgain() throws IOException {
    for (String resource :
        List.of(
            study(1),
            study(1) + "/metadata",
            CT,
            CT + "/metadata",
            CT + "/bulkdata/00091002",
            CT + "/frames/1")) {
      FakeCall first = get(resource);
      String tag = first.answered("ETag").orElseThrow();

      FakeCall again = get(resource, "If-None-Match", tag);
      assertThat(again.status()).as(resource).isEqualTo(304);
      assertThat(again.bytes()).isEmpty();
      assertThat(get(resource, "If-None-Match", "\"other\"").bytes()).isEqualTo(first.bytes());
      FakeCall head = serve(call("HEAD", resource));
      assertThat(head.status()).isEqualTo(200);
      assertThat(head.bytes()).isEmpty();
      assertThat(head.answered("ETag")).contains(tag);
    }
  }

  /** Who has an earlier version gets the new one with its tag, whatever the resource. */
  @Test
  void whatChangedIsSentAgainUnderAnotherTag() throws IOException {
    site.store(multiFrame(WebSite.ct(12, 1, 1, 1)));
    String instance = path(12, 1, 1, 1);
    List<String> resources =
        List.of(study(12), study(12) + "/metadata", instance, instance + "/frames/1");
    List<String> tags = new ArrayList<>();
    for (String resource : resources) {
      tags.add(get(resource).answered("ETag").orElseThrow());
    }
    AttributeChange change = new AttributeChange();
    assertThat(change.set(Tag.STUDY_DESCRIPTION, "CORRECTED")).isEqualTo(AttributeChange.Added.YES);
    site.archive
        .keeping()
        .correct(
            site.pass(new Request.Keep()), Level.STUDY, WebSite.study(12, 1), change, "a test");
    for (int i = 0; i < resources.size(); i++) {
      FakeCall again = get(resources.get(i), "If-None-Match", tags.get(i));
      assertThat(again.status()).as(resources.get(i)).isEqualTo(200);
      assertThat(again.bytes()).isNotEmpty();
      String tag = again.answered("ETag").orElseThrow();
      assertThat(tag).isNotEqualTo(tags.get(i));
      assertThat(get(resources.get(i), "If-None-Match", tags.get(i) + ", " + tag).status())
          .isEqualTo(304);
    }
    assertThat(get(instance + "/metadata", "If-None-Match", tags.get(1)).text())
        .contains("CORRECTED");
  }

  // ---- who

  @Test
  void whatIsNotThereIsNotFoundAndOnRecord() throws IOException {
    assertThat(get(study(9)).status()).isEqualTo(404);
    assertThat(
            get("/dicom-web/studies/" + WebSite.study(2, 1) + "/series/" + WebSite.series(1, 1, 1))
                .status())
        .isEqualTo(404);
    assertThat(get("/dicom-web/studies/not-a-uid%0d").status()).isEqualTo(400);
    assertThat(site.records().getLast().action()).isEqualTo(Action.RETRIEVE);
  }

  @Test
  void whoeverMayNotRetrieveGetsNothing() throws IOException {
    Identity finder = site.admitted("FINDER", Verb.FIND);
    for (String resource :
        List.of(
            study(1),
            CT,
            CT + "/metadata",
            CT + "/bulkdata/00091002",
            CT + "/frames/1",
            CT + "/pixeldata")) {
      FakeCall answer = serve(call(finder, "GET", resource));

      assertThat(answer.status()).as(resource).isEqualTo(403);
    }
  }

  // ---- helpers

  private static String path(int patient, int study, int series, int instance) {
    return "/dicom-web/studies/"
        + WebSite.study(patient, study)
        + "/series/"
        + WebSite.series(patient, study, series)
        + "/instances/"
        + WebSite.instance(patient, study, series, instance);
  }

  private static String study(int patient) {
    return "/dicom-web/studies/" + WebSite.study(patient, 1);
  }

  private static FakeCall get(String path, String... headers) throws IOException {
    return serve(call("GET", path, headers));
  }

  private static FakeCall call(String method, String path, String... headers) {
    return call(site.operator, method, path, headers);
  }

  private static FakeCall call(Identity who, String method, String path, String... headers) {
    FakeCall call = new FakeCall(who, method, path);
    for (int i = 0; i < headers.length; i += 2) {
      call.asking(headers[i], headers[i + 1]);
    }
    return call;
  }

  /** Has the route of the path answer, as the router would. */
  private static FakeCall serve(FakeCall call) throws IOException {
    String[] asked = call.path().split("/", -1);
    for (Route route : routes) {
      String[] template = route.template().split("/", -1);
      boolean fits = template.length == asked.length;
      for (int i = 0; fits && i < asked.length; i++) {
        fits = template[i].startsWith("{") || template[i].equals(asked[i]);
      }
      if (fits) {
        for (int i = 0; i < asked.length; i++) {
          if (template[i].startsWith("{")) {
            call.variable(template[i].substring(1, template[i].length() - 1), asked[i]);
          }
        }
        return call.at(route.endpoint());
      }
    }
    throw new AssertionError("no route for " + call.path());
  }

  private static final class Part {
    final String type;
    final String location;
    final byte[] content;

    Part(String type, String location, byte[] content) {
      this.type = type;
      this.location = location;
      this.content = content;
    }

    String type() {
      return type;
    }
  }

  private static List<Part> parts(FakeCall answer) {
    assertThat(answer.status()).isEqualTo(200);
    String body = new String(answer.bytes(), StandardCharsets.ISO_8859_1);
    String type = answer.contentType();
    String mark = "--" + type.substring(type.indexOf("boundary=") + 9).replace("\"", "");
    assertThat(body).startsWith(mark).endsWith("\r\n" + mark + "--\r\n");
    List<Part> parts = new ArrayList<>();
    for (String part : body.substring(mark.length()).split("\r\n" + mark, -1)) {
      if (part.startsWith("--")) {
        break;
      }
      int blank = part.indexOf("\r\n\r\n");
      parts.add(
          new Part(
              header(part.substring(0, blank), "Content-Type"),
              header(part.substring(0, blank), "Content-Location"),
              part.substring(blank + 4).getBytes(StandardCharsets.ISO_8859_1)));
    }
    return parts;
  }

  private static String header(String head, String name) {
    return head.lines()
        .filter(line -> line.startsWith(name + ": "))
        .map(line -> line.substring(name.length() + 2))
        .findFirst()
        .orElse("");
  }

  /** The data set of a PS3.10 file, byte by byte. */
  private static byte[] dataSet(byte[] file) throws IOException {
    return Part10.open(new ByteArrayInputStream(file)).dataSetStream().readAllBytes();
  }

  private static byte[] noise(int length) {
    byte[] noise = new byte[length];
    new Random(length).nextBytes(noise);
    return noise;
  }

  private static DataSet withBulk(DataSet set) {
    set.putString(0x00090010, Vr.LO, "MADE UP");
    set.putBytes(0x00091002, Vr.OB, PRIVATE_VALUE);
    DataSet first = new DataSet();
    first.putString(0x00090010, Vr.LO, "MADE UP");
    DataSet second = new DataSet();
    second.putString(0x00090010, Vr.LO, "MADE UP");
    second.putBytes(0x00091002, Vr.OB, PRIVATE_VALUE);
    set.put(new SequenceElement(0x00400555, List.of(first, second)));
    return set;
  }

  private static DataSet multiFrame(DataSet set) {
    set.putString(Tag.NUMBER_OF_FRAMES, "3");
    set.putBytes(Tag.PIXEL_DATA, Vr.OW, NOISE);
    return set;
  }

  /** Two frames, the second in two fragments, told apart by the basic offset table. */
  private static DataSet compressed(DataSet set) {
    set.putString(Tag.NUMBER_OF_FRAMES, "2");
    byte[] table = {0, 0, 0, 0, 12, 0, 0, 0};
    set.put(
        new FragmentsElement(
            Tag.PIXEL_DATA,
            Vr.OB,
            table,
            List.of(new byte[] {1, 2, 3, 4}, new byte[] {5, 6}, new byte[] {7, 8, 9, 10})));
    return set;
  }

  /** A frame of 256 pixels that are all 0x2A2A (PS3.5 §G): two segments of two runs of 128. */
  private static DataSet runLengths(DataSet set) {
    ByteBuffer frame = ByteBuffer.allocate(64 + 8).order(ByteOrder.LITTLE_ENDIAN);
    frame.putInt(2).putInt(64).putInt(68).position(64);
    for (int run = 0; run < 4; run++) {
      frame.put((byte) -127).put((byte) 0x2A);
    }
    set.put(new FragmentsElement(Tag.PIXEL_DATA, Vr.OB, new byte[0], List.of(frame.array())));
    return set;
  }

  private static DataSet ofBits(DataSet set) {
    set.putString(Tag.NUMBER_OF_FRAMES, "3");
    set.putInt(Tag.ROWS, 3);
    set.putInt(Tag.COLUMNS, 3);
    set.putInt(Tag.BITS_ALLOCATED, 1);
    set.putInt(Tag.BITS_STORED, 1);
    set.putInt(Tag.HIGH_BIT, 0);
    long bits = 0x1FFL | 0b101010101L << 18;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < 4; i++) {
      bytes.write((int) (bits >>> (8 * i)));
    }
    set.putBytes(Tag.PIXEL_DATA, Vr.OB, bytes.toByteArray());
    return set;
  }
}
