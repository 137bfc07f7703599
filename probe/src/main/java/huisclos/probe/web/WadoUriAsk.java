package huisclos.probe.web;

import huisclos.probe.finding.Answer;
import huisclos.probe.finding.Barrier;
import huisclos.probe.finding.Evidence;
import huisclos.probe.finding.FindingBuilder;
import huisclos.probe.finding.Rung;
import huisclos.probe.finding.Service;
import huisclos.probe.wire.DialException;
import java.util.List;
import java.util.Optional;

/**
 * Asks for WADO-URI (PS3.18 §9). A server of it objects to a request without parameters (400) where
 * any other web server doesn't know the path.
 */
final class WadoUriAsk {
  private static final List<String> PATHS = List.of("/wado", "/dcm4chee-arc/aets/DCM4CHEE/wado");

  private final Scene scene;

  WadoUriAsk(Scene scene) {
    this.scene = scene;
  }

  Optional<FindingBuilder> look() throws DialException {
    for (String path : PATHS) {
      HttpAnswer bare = scene.door().ask(Asks.WADO_URI_BARE, HttpAsk.get(path));
      if (scene.refusedOnPurpose(bare)) {
        return Optional.of(
            scene
                .finding(Service.WADO_URI)
                .barrier(bare.barrier())
                .rung(Rung.RETRIEVABLE, Evidence.no("GET " + path + ": " + bare.words())));
      }
      if (bare.is(400) && scene.control().status() != 400) {
        return Optional.of(climb(path));
      }
    }
    return Optional.empty();
  }

  private FindingBuilder climb(String path) throws DialException {
    FindingBuilder found =
        scene
            .finding(Service.WADO_URI)
            .barrier(Barrier.NONE)
            .rung(
                Rung.QUERYABLE,
                Evidence.unclear("it objects to missing parameters, and isn't made for queries"));
    if (!scene.allows(Rung.RETRIEVABLE)) {
      return found;
    }
    HttpAnswer nobody =
        scene
            .door()
            .ask(
                Asks.WADO_URI,
                HttpAsk.get(
                    path
                        + "?requestType=WADO&studyUID="
                        + scene.uid()
                        + "&seriesUID="
                        + scene.uid()
                        + "&objectUID="
                        + scene.uid()));
    String words = "WADO-URI of an object that nobody has: " + nobody.words();
    Evidence evidence =
        nobody.refused()
            ? Evidence.no(words)
            : nobody.is(404)
                ? new Evidence(Answer.INFERRED_YES, words + ", not 401 or 403")
                : Evidence.unclear(words);
    return found
        .barrier(nobody.refused() ? nobody.barrier() : Barrier.NONE)
        .rung(Rung.RETRIEVABLE, evidence);
  }
}
