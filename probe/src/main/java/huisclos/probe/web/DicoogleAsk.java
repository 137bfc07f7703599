package huisclos.probe.web;

import huisclos.probe.finding.Barrier;
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

/** Asks for Dicoogle's search. */
final class DicoogleAsk {
  private static final int MAX_JSON = 16 * 1024;

  private final Scene scene;

  DicoogleAsk(Scene scene) {
    this.scene = scene;
  }

  Optional<FindingBuilder> look() throws DialException {
    HttpAnswer answer =
        scene
            .door()
            .ask(Asks.DICOOGLE_QUERY, HttpAsk.get("/search?query=StudyInstanceUID:" + scene.uid()));
    String words = "GET /search for a UID that nobody has: " + answer.words();
    OptionalLong matches =
        answer.is(200)
            ? JsonSight.members(answer.body(MAX_JSON), "numResults").number("numResults")
            : OptionalLong.empty();
    if (matches.isPresent()) {
      return Optional.of(
          scene
              .finding(Service.DICOOGLE_REST)
              .barrier(Barrier.NONE)
              .rung(Rung.QUERYABLE, Evidence.yes(words))
              .exposure(Exposure.none("its search counts only what it lists by name"))
              .software(
                  new Software(
                      WebSigns.DICOOGLE,
                      "",
                      Software.Grade.LIKELY,
                      "its search answers as Dicoogle's does",
                      List.of())));
    }
    boolean closed =
        scene.front().signs().speakFor(WebSigns.DICOOGLE) && scene.refusedOnPurpose(answer);
    return closed
        ? Optional.of(
            scene
                .finding(Service.DICOOGLE_REST)
                .barrier(answer.barrier())
                .rung(Rung.QUERYABLE, Evidence.no(words)))
        : Optional.empty();
  }
}
