package huisclos.desk.web.attack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import huisclos.desk.web.WebSite;
import huisclos.dicom.BulkElement;
import huisclos.dicom.DataSet;
import huisclos.dicom.DicomJson;
import huisclos.dicom.JsonOptions;
import huisclos.dicom.Part10;
import huisclos.dicom.Tag;
import huisclos.dicom.TransferSyntax;
import huisclos.dicom.Vr;
import huisclos.web.MediaType;
import huisclos.web.MultipartReader;
import huisclos.web.MultipartWriter;
import huisclos.web.NativeXml;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Bodies made to be read wrongly, for ever, or somewhere else. */
@Timeout(60)
class HostileBodiesTest {
  private static final String FILES = "multipart/related; type=\"application/dicom\"; boundary=b";
  private static final String JSON = "application/dicom+json";
  private static final String XML = "application/dicom+xml";
  private static final String PARTS =
      "multipart/related; type=\"application/dicom+json\"; boundary=b";
  private static final String XML_PARTS =
      "multipart/related; type=\"application/dicom+xml\"; boundary=b";

  @TempDir static Path folder;
  private static AttackedDoor door;

  @BeforeAll
  static void open() throws Exception {
    door = new AttackedDoor(folder);
    door.site.store(WebSite.ct(9, 9, 9, 9));
  }

  @AfterAll
  static void close() throws IOException {
    door.close();
  }

  @AfterEach
  void nothingOfOursBroke() throws Exception {
    assertThat(door.failures).isEmpty();
    assertThat(door.ask(door.knownTo("/dicom-web/studies?limit=1")).statusCode()).isEqualTo(200);
  }

  private static HttpResponse<String> store(String type, byte[] body) throws Exception {
    return door.ask(
        door.knownTo("/dicom-web/studies")
            .header("Content-Type", type)
            .POST(BodyPublishers.ofByteArray(body)));
  }

  private static HttpResponse<String> store(String type, String body) throws Exception {
    return store(type, body.getBytes(UTF_8));
  }

  /** The status for a body that is made while it is sent; 400 too where it was cut off. */
  private static int stream(String type, Supplier<InputStream> body) throws Exception {
    try (HttpClient client = door.anotherClient()) {
      return client
          .send(
              door.knownTo("/dicom-web/studies")
                  .header("Content-Type", type)
                  .POST(BodyPublishers.ofInputStream(body))
                  .build(),
              BodyHandlers.discarding())
          .statusCode();
    } catch (IOException e) {
      // This client hears no answer before it has sent all.
      return 400;
    }
  }

  @Test
  void noXmlReachesAFileOrAHostOrGrows() throws Exception {
    try (ServerSocket elsewhere = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      String url = "http://127.0.0.1:" + elsewhere.getLocalPort() + "/x";
      String value =
          "<NativeDicomModel xmlns:xi=\"http://www.w3.org/2001/XInclude\"><DicomAttribute"
              + " tag=\"00100020\" vr=\"LO\"><Value number=\"1\">%s</Value></DicomAttribute>"
              + "</NativeDicomModel>";
      List<String> documents =
          List.of(
              "<!DOCTYPE a SYSTEM \"%s\">".formatted(url) + value.formatted("a"),
              "<!DOCTYPE a PUBLIC \"-//x//y\" \"%s\">".formatted(url) + value.formatted("a"),
              "<!DOCTYPE a [<!ENTITY e SYSTEM \"%s\">]>".formatted(url) + value.formatted("&e;"),
              "<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>" + value.formatted("&e;"),
              "<!DOCTYPE a [<!ENTITY %% p SYSTEM \"%s\"> %%p;]>".formatted(url)
                  + value.formatted("a"),
              "<!DOCTYPE a [<!ATTLIST DicomAttribute tag CDATA \"00100010\">]>"
                  + value.formatted("a"),
              laughs() + value.formatted("&l9;"),
              value.formatted("<xi:include href=\"%s\" parse=\"text\"/>".formatted(url)),
              "<?xml-stylesheet href=\"%s\"?>".formatted(url) + value.formatted("&undeclared;"),
              "<a xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\""
                  + " xsi:schemaLocation=\"a %s\"/>".formatted(url),
              "<NativeDicomModel>".repeat(50_000),
              value.formatted("&#0;"),
              value.formatted("\u0001"));
      for (String document : documents) {
        assertThat(store(XML, document).statusCode()).as(document).isEqualTo(400);
        String parts =
            "--b\r\nContent-Type: application/dicom+xml\r\n\r\n" + document + "\r\n--b--\r\n";
        assertThat(store(XML_PARTS, parts).statusCode()).as(document).isEqualTo(400);
      }
      assertNobodyCame(elsewhere);
    }
  }

  /** Nine tenfold entities, one upon another. */
  private static String laughs() {
    StringBuilder laughs = new StringBuilder("<!DOCTYPE a [<!ENTITY l0 \"ha\">");
    for (int i = 1; i < 10; i++) {
      laughs.append("<!ENTITY l").append(i).append(" \"");
      laughs.append(("&l" + (i - 1) + ";").repeat(10)).append("\">");
    }
    return laughs.append("]>").toString();
  }

  /** A connection that was tried would wait in the backlog. */
  private static void assertNobodyCame(ServerSocket elsewhere) throws IOException {
    elsewhere.setSoTimeout(200);
    try {
      elsewhere.accept().close();
      throw new AssertionError("a connection was made");
    } catch (SocketTimeoutException e) {
      // What is wanted.
    }
  }

  @Test
  void noBulkDataIsFetchedFromAnywhere() throws Exception {
    try (ServerSocket elsewhere = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      String host = "127.0.0.1:" + elsewhere.getLocalPort();
      String own =
          door.origin()
              + "/dicom-web/studies/%s/series/%s/instances/%s/bulkdata/7FE00010"
                  .formatted(
                      WebSite.study(9, 9), WebSite.series(9, 9, 9), WebSite.instance(9, 9, 9, 9));
      List<String> uris =
          List.of(
              "http://" + host + "/a",
              "https://" + host + "/a",
              "//" + host + "/a",
              "ftp://" + host + "/a",
              "gopher://" + host + "/a",
              "jar:http://" + host + "/a!/b",
              "http://user@" + host + "#x",
              "file:///etc/passwd",
              "/etc/passwd",
              own,
              "bulkdata/7FE00010",
              "http://[::1",
              "\u0000",
              "a".repeat(100_000));
      List<DataSet> sets = new ArrayList<>();
      for (int i = 0; i < uris.size(); i++) {
        DataSet set = WebSite.ct(10, 1, 1, i + 1);
        set.put(BulkElement.elsewhere(Tag.PIXEL_DATA, Vr.OW, uris.get(i)));
        sets.add(set);
      }
      ByteArrayOutputStream json = new ByteArrayOutputStream();
      DicomJson.writeAll(sets, json, JsonOptions.EVERYTHING);
      HttpResponse<String> asJson = store(JSON, json.toByteArray());
      assertThat(asJson.statusCode()).as(asJson.body()).isEqualTo(409);
      assertThat(asJson.body()).contains("49152").doesNotContain(WebSite.instance(9, 9, 9, 9));
      for (DataSet set : sets.subList(0, 10)) {
        ByteArrayOutputStream xml = new ByteArrayOutputStream();
        NativeXml.write(set, xml);
        assertThat(store(XML, xml.toByteArray()).statusCode()).isEqualTo(409);
      }
      assertNobodyCame(elsewhere);
    }
  }

  @Test
  void jsonThatIsDeepDoubledOrHugeIsRefused() throws Exception {
    String open = "[{\"00081115\":{\"vr\":\"SQ\",\"Value\":";
    List<String> documents =
        List.of(
            "[".repeat(1_000_000),
            open.repeat(2_000),
            "[{\"00100020\":{\"vr\":\"LO\",\"Value\":[" + "[".repeat(10_000),
            "[{\"00100020\":{\"vr\":\"LO\"},\"00100020\":{\"vr\":\"LO\"}}]",
            "[{\"00100020\":{\"vr\":\"LO\",\"vr\":\"SQ\"}}]",
            "[{\"00100020\":{\"vr\":\"LO\",\"Value\":[\"a\"],\"InlineBinary\":\"AAAA\"}}]",
            "[{\"00280010\":{\"vr\":\"US\",\"Value\":[1e999999999]}}]",
            "[{\"00280010\":{\"vr\":\"US\",\"Value\":[" + "9".repeat(200_000) + "]}}]",
            "[{\"00280010\":{\"vr\":\"FD\",\"Value\":[1E-999999999999]}}]",
            "[{\"00280010\":{\"vr\":\"US\",\"Value\":[NaN]}}]",
            "[{\"00100020\":{\"vr\":\"LO\",\"Value\":[\"\\ud800\"]}}]",
            "[{\"00100020\":{\"vr\":\"LO\",\"Value\":[\"\u0001\"]}}]",
            "[{\"" + "0".repeat(1_000_000) + "\":{}}]",
            "[{\"7FE00010\":{\"vr\":\"OW\",\"InlineBinary\":\"!!!!\"}}]",
            "[{\"__proto__\":{\"vr\":\"LO\"}}]",
            "[]garbage",
            "\ufeff[]",
            "nul",
            "");
    for (String document : documents) {
      HttpResponse<String> answer = store(JSON, document);
      assertThat(answer.statusCode())
          .as(document.substring(0, Math.min(80, document.length())))
          .isIn(400, 409, 413);
    }
    int endless =
        stream(JSON, () -> endless("[{\"00104000\":{\"vr\":\"LT\",\"Value\":[\"", 200L << 20));
    assertThat(endless).isIn(400, 413);
  }

  /** A beginning, and then one letter for ever so long. */
  private static InputStream endless(String beginning, long bytes) {
    return new SequenceInputStream(
        new java.io.ByteArrayInputStream(beginning.getBytes(UTF_8)),
        new InputStream() {
          private long left = bytes;

          @Override
          public int read() {
            return left-- > 0 ? 'a' : -1;
          }

          @Override
          public int read(byte[] b, int off, int len) {
            int n = (int) Math.min(len, left);
            left -= n;
            java.util.Arrays.fill(b, off, off + n, (byte) 'a');
            return n == 0 && len > 0 ? -1 : n;
          }
        });
  }

  @Test
  void multipartThatIsCutCrookedOrEndlessIsRefused() throws Exception {
    String part = "--b\r\nContent-Type: application/dicom\r\n\r\n";
    List<String> bodies =
        List.of(
            "",
            "--b",
            "--b\r\n",
            "--b--",
            "--c\r\n\r\nx\r\n--c--",
            part,
            part + "x",
            part + "x\r\n--b",
            part + "x\r\n--bb--",
            part + "x\n--b--\n",
            "--b\r\nContent-Type: application/dicom\r\nContent-Type: text/html\r\n\r\nx\r\n--b--",
            "--b\r\n Content-Type: application/dicom\r\n\r\nx\r\n--b--",
            "--b\r\nContent-Type: application/dicom\nX: y\r\n\r\nx\r\n--b--",
            "--b\r\nContent-Type: text/html;;;=\r\n\r\nx\r\n--b--",
            "--b\r\nContent-Transfer-Encoding: base64\r\n\r\nx\r\n--b--",
            "--b\r\nContent-Encoding: gzip\r\n\r\nx\r\n--b--",
            "--b\r\nX: " + "a".repeat(MultipartReader.MAX_HEADER_BYTES) + "\r\n\r\nx\r\n--b--",
            "--b\r\n" + "X: a\r\n".repeat(1) + "Y\r\n\r\nx\r\n--b--",
            "p".repeat(100_000) + "\r\n" + part + "x\r\n--b--",
            "\r\n--".repeat(200_000),
            (part + "\r\n").repeat(3) + "--b\r\n" + "\0".repeat(100));
    for (String body : bodies) {
      HttpResponse<String> answer = store(FILES, body);
      assertThat(answer.statusCode())
          .as(body.substring(0, Math.min(80, body.length())))
          .isIn(400, 409);
      assertThat(answer.headers().firstValue("Content-Type").orElse("")).contains("json");
    }
    for (String boundary : List.of("", "\"\"", "a".repeat(300), "\"a\tb\"", "\u00e9")) {
      assertThat(
              store("multipart/related; type=\"application/dicom\"; boundary=" + boundary, "--b--")
                  .statusCode())
          .as(boundary)
          .isIn(400, 415);
    }
    byte[] many = "\r\n--b\r\n\r\n".repeat(MultipartReader.MAX_PARTS + 2).getBytes(UTF_8);
    assertThat(store(FILES, many).statusCode()).isEqualTo(400);
    assertThat(stream(FILES, () -> endless("--b\r\nX-", 20L << 20))).isEqualTo(400);
  }

  /** Each part of many would have all metadata gone through again, if they weren't counted. */
  @Test
  void manyInstancesThatWaitForTheirPartsCostNoMoreThanTheySay() throws Exception {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    MultipartWriter parts = new MultipartWriter(body, "b");
    int instances = 500;
    StringBuilder json = new StringBuilder("[");
    for (int i = 0; i < instances; i++) {
      json.append(i == 0 ? "" : ",").append("{");
      for (int e = 0; e < 200; e++) {
        json.append(
            "\"0011%04X\":{\"vr\":\"OB\",\"BulkDataURI\":\"p%d\"},".formatted(0x1010 + e, i));
      }
      json.append("\"00110010\":{\"vr\":\"LO\",\"Value\":[\"X\"]}}");
    }
    parts.part(MediaType.DICOM_JSON).write(json.append(']').toString().getBytes(UTF_8));
    for (int i = 0; i < instances; i++) {
      parts.part(MediaType.OCTETS, List.of(Map.entry("Content-Location", "p" + i))).write('x');
    }
    parts.end();
    long began = System.nanoTime();
    HttpResponse<String> answer = store(PARTS, body.toByteArray());
    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(8));
  }

  @Test
  void whatInflatesWithoutEndIsRefused() throws Exception {
    HttpResponse<String> answer = store(FILES, deflated(80L << 20));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(409);
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(zipped)) {
      gzip.write(new byte[50 << 20]);
    }
    for (String coding : List.of("gzip", "deflate", "br", "identity, gzip")) {
      assertThat(
              door.ask(
                      door.knownTo("/dicom-web/studies")
                          .header("Content-Type", JSON)
                          .header("Content-Encoding", coding)
                          .POST(BodyPublishers.ofByteArray(zipped.toByteArray())))
                  .statusCode())
          .isEqualTo(415);
      assertThat(
              door.ask(
                      door.knownTo("/fhir/ImagingStudy/_search")
                          .header("Content-Type", "application/x-www-form-urlencoded")
                          .header("Content-Encoding", coding)
                          .POST(BodyPublishers.ofByteArray(zipped.toByteArray(), 0, 1_000)))
                  .statusCode())
          .isIn(400, 415);
    }
  }

  /** A file whose pixel data is so many zeros, deflated. */
  private static byte[] deflated(long zeros) throws IOException {
    DataSet set = WebSite.ct(11, 1, 1, 1);
    set.remove(Tag.PIXEL_DATA);
    ByteArrayOutputStream small = new ByteArrayOutputStream();
    Part10.write(small, set, TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN);
    byte[] plain = WebSite.bytes(set, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    int head = metaLength(small.toByteArray());
    file.write(small.toByteArray(), 0, head);
    try (OutputStream deflate =
        new java.util.zip.DeflaterOutputStream(
            file, new java.util.zip.Deflater(9, true), 1 << 16)) {
      deflate.write(plain);
      deflate.write(new byte[] {(byte) 0xE0, 0x7F, 0x10, 0, 'O', 'W', 0, 0});
      for (int i = 0; i < 4; i++) {
        deflate.write((int) (zeros >> (8 * i)));
      }
      byte[] nothing = new byte[1 << 20];
      for (long left = zeros; left > 0; left -= nothing.length) {
        deflate.write(nothing);
      }
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    MultipartWriter parts = new MultipartWriter(body, "b");
    parts.part(MediaType.DICOM).write(file.toByteArray());
    parts.end();
    return body.toByteArray();
  }

  /** Bytes of preamble, prefix and group 0002, whose length its first element says. */
  private static int metaLength(byte[] file) {
    return 144 + (file[140] & 0xff) + ((file[141] & 0xff) << 8) + ((file[142] & 0xff) << 16);
  }
}
