package huisclos.probe.web;

import huisclos.probe.finding.Barrier;
import huisclos.probe.finding.Count;
import huisclos.probe.finding.Evidence;
import huisclos.probe.finding.Exposure;
import huisclos.probe.finding.FindingBuilder;
import huisclos.probe.finding.Rung;
import huisclos.probe.finding.Service;
import huisclos.probe.wire.DialException;
import huisclos.probe.wire.Purpose;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Asks for a FHIR server: its capability statement, which is meant for strangers, and then a search
 * that matches nobody and searches that answer with a number (FHIR R4, 3.1.1.5.8 {@code _summary}).
 */
final class FhirAsk {
  private static final List<String> ROOTS = List.of("/fhir", "");
  private static final String ACCEPT = "Accept: application/fhir+json";
  private static final int MAX_STATEMENT = 256 * 1024;

  /** A number needs no more: an answer with records in it is cut. */
  private static final int MAX_COUNT = 4096;

  private final Scene scene;

  FhirAsk(Scene scene) {
    this.scene = scene;
  }

  Optional<FindingBuilder> look() throws DialException {
    for (String root : ROOTS) {
      HttpAnswer answer =
          scene.door().ask(Asks.FHIR_METADATA, HttpAsk.get(root + "/metadata").with(ACCEPT));
      if (answer.is(200)
          && JsonSight.members(answer.body(MAX_STATEMENT), "resourceType")
              .text("resourceType")
              .filter(type -> type.equals("CapabilityStatement") || type.equals("Conformance"))
              .isPresent()) {
        scene.door().drop();
        return Optional.of(climb(root));
      }
    }
    return Optional.empty();
  }

  private FindingBuilder climb(String root) throws DialException {
    FindingBuilder found =
        scene
            .finding(Service.FHIR)
            .barrier(Barrier.NONE)
            .rung(Rung.ASSOCIATES, Evidence.yes("capability statement at " + root + "/metadata"));
    if (!scene.allows(Rung.QUERYABLE)) {
      return found;
    }
    HttpAnswer nobody =
        ask(
            Asks.FHIR_QUERY,
            root + "/ImagingStudy?identifier=urn:oid:" + scene.uid() + "&_summary=count");
    String words = "search for a study that nobody has: " + nobody.words();
    if (nobody.refused()) {
      return found.barrier(nobody.barrier()).rung(Rung.QUERYABLE, Evidence.no(words));
    }
    boolean answered = total(nobody).isPresent();
    found.rung(Rung.QUERYABLE, answered ? Evidence.yes(words) : Evidence.unclear(words));
    if (answered && scene.allows(Rung.COUNTABLE)) {
      Count studies = count(root, "ImagingStudy");
      Count patients = count(root, "Patient");
      boolean counted = studies.kind() == Count.Kind.EXACT || patients.kind() == Count.Kind.EXACT;
      found.rung(
          Rung.COUNTABLE,
          counted ? Evidence.yes("_summary=count: HTTP 200") : Evidence.unclear(studies.because()));
      found.exposure(
          new Exposure(
              patients,
              studies,
              Count.not("FHIR tells studies, not images"),
              Optional.empty(),
              Optional.empty()));
    }
    return found;
  }

  private Count count(String root, String type) throws DialException {
    HttpAnswer answer = ask(Asks.FHIR_COUNT, root + "/" + type + "?_summary=count");
    OptionalLong total = total(answer);
    return total.isPresent()
        ? Count.exact(total.getAsLong(), "FHIR _summary=count")
        : Count.not("FHIR _summary=count: " + answer.words());
  }

  private HttpAnswer ask(Purpose purpose, String target) throws DialException {
    return scene.door().ask(purpose, HttpAsk.get(target).with(ACCEPT));
  }

  private OptionalLong total(HttpAnswer answer) {
    if (!answer.is(200)) {
      return OptionalLong.empty();
    }
    JsonSight sight = JsonSight.members(answer.body(MAX_COUNT), "resourceType", "total");
    if (!answer.whole()) {
      scene.door().drop();
    }
    return sight.text("resourceType").filter("Bundle"::equals).isPresent()
        ? sight.number("total")
        : OptionalLong.empty();
  }
}
