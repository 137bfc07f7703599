package huisclos.desk.web.door;

import huisclos.desk.web.Route;
import huisclos.desk.web.WebSite;
import huisclos.dicom.DataSet;
import huisclos.dicom.Part10;
import huisclos.dicom.Tag;
import huisclos.dicom.TransferSyntax;
import huisclos.gate.Verb;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * What each route of the door is asked, about one study, and which verb the policy wants for it.
 *
 * @param path with its query
 * @param type of the body; empty without one
 * @param body its bytes, a character each
 */
record Asked(String method, String path, String type, String body) {
  private static final String UNIVERSAL_REASON = "113001^DCM";

  /**
   * A request for a route about the first study of a patient.
   *
   * @param number what makes an instance new that is stored
   * @throws IllegalArgumentException for a variable that nobody has taught this
   */
  static Asked of(Route route, int patient, int number) throws IOException {
    String path =
        route
            .template()
            .replace("{study}", WebSite.study(patient, 1))
            .replace("{series}", WebSite.series(patient, 1, 1))
            .replace("{instance}", WebSite.instance(patient, 1, 1, 1))
            .replace("{frames}", "1")
            .replace("{path}", "7FE00010")
            .replace("{code}", UNIVERSAL_REASON.replace("^", "%5E"))
            .replace("{id}", WebSite.study(patient, 1));
    if (path.contains("{")) {
      throw new IllegalArgumentException("what is to be asked of " + route.template() + "?");
    }
    String method = route.methods().getFirst();
    if (method.equals("DELETE")) {
      return new Asked(method, path + "?reason=quality", "", "");
    }
    if (path.equals("/wado")) {
      return new Asked(
          method,
          path
              + "?requestType=WADO&studyUID=%s&seriesUID=%s&objectUID=%s&contentType=application/dicom"
                  .formatted(
                      WebSite.study(patient, 1),
                      WebSite.series(patient, 1, 1),
                      WebSite.instance(patient, 1, 1, 1)),
          "",
          "");
    }
    if (isStore(route)) {
      return new Asked(
          method,
          path,
          "multipart/related; type=\"application/dicom\"; boundary=part",
          part(WebSite.ct(patient, 1, 1, 1_000 + number)));
    }
    if (path.endsWith("/_search")) {
      return new Asked(
          method, path, "application/x-www-form-urlencoded", "patient.identifier=" + id(patient));
    }
    if (path.equals("/fhir/ImagingStudy")) {
      return new Asked(method, path + "?patient.identifier=" + id(patient), "", "");
    }
    return new Asked(method, isSearch(route) ? path + "?PatientID=" + id(patient) : path, "", "");
  }

  private static String id(int patient) {
    return WebSite.ct(patient, 1, 1, 1).string(Tag.PATIENT_ID, "");
  }

  private static String part(DataSet set) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(
        "--part\r\nContent-Type: application/dicom\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    Part10.write(body, set, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    body.writeBytes("\r\n--part--\r\n".getBytes(StandardCharsets.US_ASCII));
    return body.toString(StandardCharsets.ISO_8859_1);
  }

  static boolean isStore(Route route) {
    return route.methods().equals(List.of("POST"))
        && (route.template().endsWith("/studies") || route.template().endsWith("/{study}"));
  }

  /** Whether a route lists what matches: nothing out of reach is there, and nothing is a 404. */
  static boolean isSearch(Route route) {
    String template = route.template();
    return (template.startsWith("/fhir/ImagingStudy") && !template.endsWith("{id}"))
        || (route.methods().contains("GET")
            && template.matches("/dicom-web(/.*)?/(studies|series|instances)"));
  }

  /** What is answered where nothing is in reach. */
  static int nothingFound(Route route) {
    return !isSearch(route) ? 404 : route.template().startsWith("/fhir/") ? 200 : 204;
  }

  /**
   * The verb that somebody needs for a route, by what it is for; empty where being known is enough.
   *
   * @throws IllegalArgumentException for a route that nobody has put under the policy here
   */
  static Optional<Verb> verb(Route route) {
    String template = route.template();
    if (route.methods().contains("OPTIONS")) {
      return Optional.empty();
    }
    if (isSearch(route) || template.equals("/fhir/ImagingStudy/{id}")) {
      return Optional.of(Verb.FIND);
    }
    if (isStore(route)) {
      return Optional.of(Verb.STORE);
    }
    if (template.endsWith("/reject/{code}")) {
      return Optional.of(Verb.REJECT);
    }
    if (template.endsWith("/restore") || route.methods().contains("DELETE")) {
      return Optional.of(Verb.DELETE);
    }
    if (template.startsWith("/dicom-web/changes")) {
      return Optional.of(Verb.CHANGES);
    }
    if (route.methods().equals(List.of("GET"))
        && (template.startsWith("/dicom-web/studies/{study}") || template.equals("/wado"))) {
      return Optional.of(Verb.GET);
    }
    throw new IllegalArgumentException(
        "which verb does " + route.methods() + " " + template + " need?");
  }
}
