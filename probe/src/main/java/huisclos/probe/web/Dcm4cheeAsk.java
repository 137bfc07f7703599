package huisclos.probe.web;

import huisclos.probe.finding.Barrier;
import huisclos.probe.finding.Count;
import huisclos.probe.finding.Evidence;
import huisclos.probe.finding.Exposure;
import huisclos.probe.finding.FindingBuilder;
import huisclos.probe.finding.Rung;
import huisclos.probe.finding.Service;
import huisclos.probe.finding.Software;
import huisclos.probe.wire.DialException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Asks for dcm4chee-arc's REST interface: its list of titles, and its counts. */
final class Dcm4cheeAsk {
  private static final String AETS = "/dcm4chee-arc/aets";
  private static final String RS = AETS + "/DCM4CHEE/rs/";
  private static final int MAX_JSON = 256 * 1024;

  private final Scene scene;

  Dcm4cheeAsk(Scene scene) {
    this.scene = scene;
  }

  Optional<FindingBuilder> look() throws DialException {
    HttpAnswer answer =
        scene.door().ask(Asks.DCM4CHEE_AETS, HttpAsk.get(AETS).with("Accept: application/json"));
    if (scene.refusedOnPurpose(answer)) {
      return Optional.of(
          scene
              .finding(Service.DCM4CHEE_REST)
              .barrier(answer.barrier())
              .rung(Rung.QUERYABLE, Evidence.no("GET " + AETS + ": " + answer.words())));
    }
    if (!answer.is(200)) {
      return Optional.empty();
    }
    JsonSight sight = JsonSight.elements(answer.body(MAX_JSON), Long.MAX_VALUE);
    boolean catchAll = scene.control().status() == 200;
    if (sight.root() != JsonSight.Root.ARRAY || !sight.complete() || catchAll) {
      return Optional.empty();
    }
    FindingBuilder found =
        scene
            .finding(Service.DCM4CHEE_REST)
            .barrier(Barrier.NONE)
            .software(
                new Software(
                    WebSigns.DCM4CHEE,
                    "",
                    Software.Grade.LIKELY,
                    "it lists its application entities where dcm4chee-arc does",
                    List.of()))
            .rung(
                Rung.QUERYABLE,
                Evidence.unclear(
                    "its application entities are listed; patients weren't asked for"));
    if (scene.allows(Rung.COUNTABLE)) {
      counts(found);
    }
    return Optional.of(found);
  }

  private void counts(FindingBuilder found) throws DialException {
    Count studies = count("studies");
    found.exposure(
        new Exposure(
            count("patients"), studies, count("instances"), Optional.empty(), Optional.empty()));
    boolean counted = studies.kind() == Count.Kind.EXACT;
    found.rung(
        Rung.COUNTABLE,
        counted
            ? Evidence.yes("GET studies/count: HTTP 200")
            : Evidence.unclear(studies.because()));
  }

  private Count count(String what) throws DialException {
    HttpAnswer answer =
        scene
            .door()
            .ask(
                Asks.DCM4CHEE_COUNT,
                HttpAsk.get(RS + what + "/count").with("Accept: application/json"));
    OptionalLong number =
        answer.is(200)
            ? JsonSight.members(answer.body(1024), "count").number("count")
            : OptionalLong.empty();
    return number.isPresent()
        ? Count.exact(number.getAsLong(), "dcm4chee-arc /count")
        : Count.not("GET " + what + "/count: " + answer.words());
  }
}
