package huisclos.app.probelab;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import huisclos.testkit.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/** Web services that could be found beside archives, by what they answer to a GET. */
final class FakeWeb implements AutoCloseable {
  private static final String JSON = "application/json";

  /** As much of an image as tells what it is, and then a name. */
  private static final String DICOM_FILE = "\0".repeat(128) + "DICM" + Canaries.name(0, 0);

  private final HttpServer server;

  /** What is answered on paths that begin so; an empty body is a 404. */
  private interface Page {
    Answer of(String path, String query);
  }

  /** The type is where to go instead, for a 302. */
  private record Answer(int status, String type, String body) {
    static Answer json(String body) {
      return new Answer(200, JSON, body);
    }

    static Answer none() {
      return new Answer(404, "text/plain", "");
    }
  }

  private FakeWeb(int station, Page page) throws IOException {
    server =
        HttpServer.create(
            new InetSocketAddress(InetAddress.ofLiteral("127.66.0." + station), Ports.free()), 64);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", exchange -> answer(exchange, page));
    server.start();
  }

  private static void answer(HttpExchange exchange, Page page) throws IOException {
    try (exchange) {
      String query = exchange.getRequestURI().getRawQuery();
      Answer answer =
          exchange.getRequestMethod().equals("GET")
              ? page.of(exchange.getRequestURI().getPath(), query == null ? "" : query)
              : new Answer(405, "text/plain", "");
      byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange
          .getResponseHeaders()
          .set(answer.status() == 302 ? "Location" : "Content-Type", answer.type());
      exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
      if (body.length > 0) {
        exchange.getResponseBody().write(body);
      }
    }
  }

  /** A DICOMweb server that lists everything whatever was asked, names and all. */
  static FakeWeb ignoresLimits(int station, List<FakeStudy> studies) throws IOException {
    String all =
        studies.stream()
            .map(study ->
                """
                {"0020000D":{"vr":"UI","Value":["%s"]},
                 "00100010":{"vr":"PN","Value":[{"Alphabetic":"%s"}]},
                 "00100020":{"vr":"LO","Value":["%s"]}}
                """
                    .formatted(study.uid(), study.patientName(), study.patientId()))
            .collect(Collectors.joining(",", "[", "]"));
    return new FakeWeb(
        station,
        (path, _) ->
            path.equals("/dicom-web/studies")
                ? new Answer(200, "application/dicom+json", all)
                : Answer.none());
  }

  /** A FHIR server without a login. */
  static FakeWeb fhir(int station, int patients, int studies) throws IOException {
    return new FakeWeb(
        station,
        (path, query) -> {
          boolean count = query.contains("_summary=count");
          return switch (path) {
            case "/metadata", "/fhir/metadata" ->
                new Answer(
                    200,
                    "application/fhir+json",
                    "{\"resourceType\":\"CapabilityStatement\",\"status\":\"active\","
                        + "\"kind\":\"instance\",\"fhirVersion\":\"4.0.1\",\"format\":[\"json\"]}");
            case "/fhir/Patient", "/Patient" -> bundle(patients, count);
            case "/fhir/ImagingStudy", "/ImagingStudy" -> bundle(studies, count);
            default -> Answer.none();
          };
        });
  }

  private static Answer bundle(int total, boolean count) {
    String entries =
        count
            ? ""
            : ",\"entry\":[{\"resource\":{\"resourceType\":\"Patient\",\"name\":[{\"family\":\""
                + Canaries.name(60, 0)
                + "\"}]}}]";
    return new Answer(
        200,
        "application/fhir+json",
        "{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"total\":%d%s}"
            .formatted(total, entries));
  }

  /** A dcm4chee-arc whose REST services nobody guards. */
  static FakeWeb dcm4chee(int station, int patients, int studies, int instances)
      throws IOException {
    return new FakeWeb(
        station,
        (path, _) ->
            switch (path) {
              case "/dcm4chee-arc/aets" ->
                  Answer.json("[{\"dicomAETitle\":\"DCM4CHEE\",\"dicomDescription\":\"lab\"}]");
              case "/dcm4chee-arc/aets/DCM4CHEE/rs/patients/count" -> count(patients);
              case "/dcm4chee-arc/aets/DCM4CHEE/rs/studies/count" -> count(studies);
              case "/dcm4chee-arc/aets/DCM4CHEE/rs/instances/count" -> count(instances);
              case "/dcm4chee-arc/aets/DCM4CHEE/rs/studies" -> new Answer(204, JSON, "");
              default -> Answer.none();
            });
  }

  private static Answer count(int number) {
    return Answer.json("{\"count\":" + number + "}");
  }

  /** A bucket that lists itself; its keys hold names. */
  static FakeWeb bucket(int station, int images) throws IOException {
    StringBuilder keys = new StringBuilder();
    for (int i = 0; i < images; i++) {
      keys.append("<Contents><Key>")
          .append(Canaries.fileName(station, i))
          .append("</Key><Size>1000</Size></Contents>");
    }
    String xml =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
            + "<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
            + "<Name>lab</Name><Prefix></Prefix><MaxKeys>1000</MaxKeys>"
            + "<IsTruncated>false</IsTruncated>"
            + keys
            + "</ListBucketResult>";
    return new FakeWeb(
        station,
        (path, _) ->
            path.equals("/")
                ? new Answer(200, "application/xml", xml)
                : new Answer(200, "application/dicom", DICOM_FILE));
  }

  /** A portal's front page and nothing else. */
  static FakeWeb plainSite(int station) throws IOException {
    return new FakeWeb(
        station,
        (path, _) ->
            path.equals("/")
                ? new Answer(200, "text/html", "<html><title>Welcome</title><p>Hours</p></html>")
                : Answer.none());
  }

  /** Sends everybody elsewhere. */
  static FakeWeb leadsAway(int station, String elsewhere) throws IOException {
    return new FakeWeb(station, (path, _) -> new Answer(302, elsewhere + path, ""));
  }

  /** Answers every path with the same page, as single-page applications and some bait do. */
  static FakeWeb samePageEverywhere(int station) throws IOException {
    return new FakeWeb(
        station,
        (_, _) ->
            new Answer(200, "text/html", "<html><title>App</title><div id=root></div></html>"));
  }

  int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
