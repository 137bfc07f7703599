package huisclos.probe.web;

import huisclos.probe.finding.Answer;
import huisclos.probe.finding.Barrier;
import huisclos.probe.finding.Count;
import huisclos.probe.finding.Evidence;
import huisclos.probe.finding.Exposure;
import huisclos.probe.finding.FindingBuilder;
import huisclos.probe.finding.Rung;
import huisclos.probe.finding.Service;
import huisclos.probe.finding.Software;
import huisclos.probe.software.Cves;
import huisclos.probe.wire.DialException;
import huisclos.probe.wire.Purpose;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** Asks for Orthanc's own REST interface. */
final class OrthancAsk {
  private static final int MAX_JSON = 16 * 1024;
  // As shipped: RegisteredUsers in its documentation, and what it creates without any.
  private static final String SHIPPED =
      Base64.getEncoder().encodeToString("orthanc:orthanc".getBytes(StandardCharsets.US_ASCII));

  private final Scene scene;

  OrthancAsk(Scene scene) {
    this.scene = scene;
  }

  Optional<FindingBuilder> look() throws DialException {
    boolean signed = scene.front().signs().speakFor(WebSigns.ORTHANC);
    if (!scene.allows(Rung.QUERYABLE)) {
      return signed ? Optional.of(scene.finding(Service.ORTHANC_REST)) : Optional.empty();
    }
    HttpAnswer system = scene.door().ask(Asks.ORTHANC_SYSTEM, HttpAsk.get("/system"));
    Optional<String> version = version(system);
    if (version.isEmpty() && !signed) {
      return Optional.empty();
    }
    FindingBuilder found = scene.finding(Service.ORTHANC_REST).barrier(system.barrier());
    if (version.isEmpty()) {
      found.rung(
          Rung.QUERYABLE,
          system.refused()
              ? Evidence.no("GET /system: " + system.words())
              : Evidence.unclear("GET /system: " + system.words()));
      return Optional.of(system.is(401) ? withShipped(found) : found);
    }
    found.software(software(version.orElseThrow())).barrier(Barrier.NONE);
    query(found);
    return Optional.of(found);
  }

  private void query(FindingBuilder found) throws DialException {
    HttpAnswer nobody =
        scene.door().ask(Asks.ORTHANC_QUERY, HttpAsk.get("/studies/" + UUID.randomUUID()));
    String words = "GET of a study that nobody has: " + nobody.words();
    if (nobody.refused()) {
      found.rung(Rung.QUERYABLE, Evidence.no(words)).barrier(nobody.barrier());
      return;
    }
    if (!nobody.is(404)) {
      found.rung(Rung.QUERYABLE, Evidence.unclear(words));
      return;
    }
    found.rung(Rung.QUERYABLE, Evidence.yes(words + ", not 401 or 403"));
    found.rung(
        Rung.WRITABLE,
        new Evidence(Answer.INFERRED_YES, "Orthanc takes uploads from whom its REST answers"));
    if (scene.allows(Rung.COUNTABLE)) {
      statistics(found, Asks.ORTHANC_STATISTICS, HttpAsk.get("/statistics"));
    }
    if (scene.allows(Rung.RETRIEVABLE)) {
      HttpAnswer file =
          scene
              .door()
              .ask(Asks.ORTHANC_FILE, HttpAsk.get("/instances/" + UUID.randomUUID() + "/file"));
      String what = "GET of a file that nobody has: " + file.words();
      found.rung(
          Rung.RETRIEVABLE,
          file.is(404)
              ? Evidence.yes(what + ", not 401 or 403")
              : file.refused() ? Evidence.no(what) : Evidence.unclear(what));
    }
  }

  private void statistics(FindingBuilder found, Purpose purpose, HttpAsk ask) throws DialException {
    HttpAnswer answer = scene.door().ask(purpose, ask);
    JsonSight sight =
        JsonSight.members(
            answer.body(MAX_JSON),
            "CountPatients",
            "CountStudies",
            "CountSeries",
            "CountInstances");
    OptionalLong studies = sight.number("CountStudies");
    if (!answer.is(200) || studies.isEmpty()) {
      found.rung(
          Rung.COUNTABLE,
          answer.refused()
              ? Evidence.no("GET /statistics: " + answer.words())
              : Evidence.unclear("GET /statistics: " + answer.words()));
      return;
    }
    found.rung(Rung.COUNTABLE, Evidence.yes("GET /statistics: HTTP 200"));
    found.exposure(
        new Exposure(
            count(sight, "CountPatients"),
            count(sight, "CountStudies"),
            count(sight, "CountInstances"),
            Optional.empty(),
            Optional.empty()));
  }

  private static Count count(JsonSight sight, String member) {
    OptionalLong number = sight.number(member);
    return number.isPresent()
        ? Count.exact(number.getAsLong(), "Orthanc /statistics")
        : Count.not("/statistics doesn't tell");
  }

  private FindingBuilder withShipped(FindingBuilder found) throws DialException {
    if (!scene.allows(Rung.CREDENTIALS)) {
      return found;
    }
    String login = "Authorization: Basic " + SHIPPED;
    HttpAnswer answer = scene.door().ask(Asks.ORTHANC_DEFAULT, HttpAsk.get("/system").with(login));
    Optional<String> version = version(answer);
    String words = "the password that Orthanc ships with: " + answer.words();
    if (version.isEmpty()) {
      return found.rung(
          Rung.CREDENTIALS, answer.refused() ? Evidence.no(words) : Evidence.unclear(words));
    }
    found.rung(Rung.CREDENTIALS, Evidence.yes(words)).software(software(version.orElseThrow()));
    if (scene.allows(Rung.COUNTABLE)) {
      statistics(found, Asks.ORTHANC_DEFAULT_COUNT, HttpAsk.get("/statistics").with(login));
    }
    return found;
  }

  /** The version that /system tells, if it is Orthanc's. */
  private static Optional<String> version(HttpAnswer answer) {
    if (!answer.is(200)) {
      return Optional.empty();
    }
    JsonSight sight =
        JsonSight.members(answer.body(MAX_JSON), "Version", "DatabaseVersion", "ApiVersion");
    boolean own = sight.text("DatabaseVersion").isPresent() || sight.text("ApiVersion").isPresent();
    return sight.text("Version").filter(v -> own && v.matches("[0-9A-Za-z.+_-]{1,24}"));
  }

  private static Software software(String version) {
    return new Software(
        WebSigns.ORTHANC,
        version,
        Software.Grade.CONFIRMED,
        "/system says so",
        Cves.possible(WebSigns.ORTHANC, version));
  }
}
