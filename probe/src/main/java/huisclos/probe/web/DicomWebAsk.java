package huisclos.probe.web;

import huisclos.probe.finding.Answer;
import huisclos.probe.finding.Barrier;
import huisclos.probe.finding.Count;
import huisclos.probe.finding.Evidence;
import huisclos.probe.finding.Exposure;
import huisclos.probe.finding.FindingBuilder;
import huisclos.probe.finding.Rung;
import huisclos.probe.finding.Service;
import huisclos.probe.wire.DialException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Asks for DICOMweb (PS3.18) at the roots where products have it. */
final class DicomWebAsk {
  private static final List<String> ROOTS =
      List.of(
          "/dicom-web",
          "/dicomweb",
          "/rs",
          "/wado-rs",
          "/qido-rs",
          "/pacs/rs",
          "/api/dicomweb",
          "/dcm4chee-arc/aets/DCM4CHEE/rs");
  private static final String JSON = "Accept: application/dicom+json";
  private static final String DICOM =
      "Accept: multipart/related; type=\"application/dicom\"; transfer-syntax=*";
  private static final String EMPTY_STOW =
      "multipart/related; type=\"application/dicom\"; boundary=x";
  private static final int MAX_ANSWER = 64 * 1024;

  /** How Orthanc says that it knows no such study, rather than no such path. */
  private static final String INEXISTENT_ITEM = "7";

  private final Scene scene;
  private final boolean countedOtherwise;

  /**
   * @param countedOtherwise whether another route of this door told the numbers
   */
  DicomWebAsk(Scene scene, boolean countedOtherwise) {
    this.scene = scene;
    this.countedOtherwise = countedOtherwise;
  }

  /** What a path that nobody has answers to QIDO-RS. */
  static Scene.Control control(WebDoor door) throws DialException {
    HttpAnswer answer =
        door.ask(Asks.CONTROL, qido("/" + door.visit().randomUid(), door.visit().randomUid()));
    return new Scene.Control(answer.status(), nothing(answer));
  }

  private static HttpAsk qido(String root, String uid) {
    return HttpAsk.get(root + "/studies?StudyInstanceUID=" + uid + "&limit=1").with(JSON);
  }

  /** Whether an answer is QIDO-RS for none: 204, or an empty array. */
  private static boolean nothing(HttpAnswer answer) {
    if (answer.is(204)) {
      return true;
    }
    if (!answer.is(200)) {
      return false;
    }
    JsonSight sight = JsonSight.elements(answer.body(MAX_ANSWER), 1);
    return sight.root() == JsonSight.Root.ARRAY && sight.complete() && sight.elements() == 0;
  }

  Optional<FindingBuilder> look() throws DialException {
    Optional<FindingBuilder> closed = Optional.empty();
    for (String root : ROOTS) {
      HttpAnswer answer = scene.door().ask(Asks.QIDO, qido(root, scene.uid()));
      Optional<Evidence> open = open(answer, root);
      if (open.isPresent()) {
        return Optional.of(climb(root, open.orElseThrow()));
      }
      // A closed /rs can be anybody's; these roots name what they are.
      boolean named = root.contains("dicom") || root.contains("wado") || root.contains("qido");
      if (closed.isEmpty() && named && scene.refusedOnPurpose(answer)) {
        Evidence no = Evidence.no("QIDO-RS at " + root + ": " + answer.words());
        closed =
            Optional.of(
                scene.finding(Service.DICOMWEB).barrier(answer.barrier()).rung(Rung.QUERYABLE, no));
      }
    }
    return closed;
  }

  private Optional<Evidence> open(HttpAnswer answer, String root) {
    String words = "QIDO-RS at " + root + " for a UID that nobody has: " + answer.words();
    if (answer.is(204)) {
      return scene.control().likeQido() ? Optional.empty() : Optional.of(Evidence.yes(words));
    }
    if (!answer.is(200)) {
      return Optional.empty();
    }
    JsonSight sight = JsonSight.elements(answer.body(MAX_ANSWER), 1);
    if (sight.root() != JsonSight.Root.ARRAY) {
      return Optional.empty();
    }
    if (sight.elements() > 0) {
      // It answers with somebody: the rest isn't read.
      scene.door().drop();
      return answer.head().says("content-type", "dicom+json")
          ? Optional.of(Evidence.yes(words + ", though with somebody: it ignores the key"))
          : Optional.empty();
    }
    if (!sight.complete() || scene.control().likeQido()) {
      return Optional.empty();
    }
    return Optional.of(Evidence.yes(words + ", an empty list"));
  }

  private FindingBuilder climb(String root, Evidence open) throws DialException {
    FindingBuilder found =
        scene.finding(Service.DICOMWEB).barrier(Barrier.NONE).rung(Rung.QUERYABLE, open);
    if (scene.allows(Rung.COUNTABLE)) {
      count(root, found);
    }
    if (scene.allows(Rung.RETRIEVABLE)) {
      found.rung(Rung.RETRIEVABLE, retrieve(root));
    }
    if (scene.allows(Rung.WRITABLE)) {
      found.rung(Rung.WRITABLE, write(root));
    }
    return found;
  }

  private void count(String root, FindingBuilder found) throws DialException {
    if (countedOtherwise) {
      found.exposure(Exposure.none("counted by another route of the same door"));
      return;
    }
    if (!scene.door().visit().namesMayCross()) {
      found.exposure(
          Exposure.none(
              "QIDO-RS makes names cross the wire, and its owner hasn't signed for that"));
      return;
    }
    QidoCount count = new QidoCount(scene.door());
    Count studies = count.of(root + "/studies");
    Count instances = count.of(root + "/instances");
    found.rung(
        Rung.COUNTABLE,
        studies.kind() == Count.Kind.NOT_COUNTED
            ? Evidence.unclear(studies.because())
            : Evidence.yes("QIDO-RS listing, limit=1, by offsets"));
    found.exposure(
        new Exposure(
            Count.not("QIDO-RS lists studies, not patients"),
            studies,
            instances,
            Optional.empty(),
            Optional.empty()));
  }

  private Evidence retrieve(String root) throws DialException {
    HttpAnswer answer =
        scene.door().ask(Asks.WADO_RS, HttpAsk.get(root + "/studies/" + scene.uid()).with(DICOM));
    String words = "WADO-RS of a study that nobody has: " + answer.words();
    if (answer.refused()) {
      return Evidence.no(words);
    }
    if (!answer.is(404)) {
      return Evidence.unclear(words);
    }
    JsonSight sight = JsonSight.members(answer.body(MAX_ANSWER), "OrthancStatus");
    return sight.text("OrthancStatus").filter(INEXISTENT_ITEM::equals).isPresent()
        ? Evidence.yes(words + ", by Orthanc's own word for a study that isn't there")
        : new Evidence(Answer.INFERRED_YES, words + ", where queries are answered");
  }

  private Evidence write(String root) throws DialException {
    HttpAnswer answer =
        scene
            .door()
            .ask(
                Asks.STOW,
                HttpAsk.post(
                    root + "/studies",
                    EMPTY_STOW,
                    "--x--\r\n".getBytes(StandardCharsets.US_ASCII)));
    String words = "STOW-RS of nothing: " + answer.words();
    if (answer.refused() || answer.is(405) || answer.is(404)) {
      return Evidence.no(words);
    }
    return answer.is(200)
        ? Evidence.yes(words)
        : answer.is(400) || answer.is(409)
            ? new Evidence(Answer.INFERRED_YES, words + ": it read the request")
            : Evidence.unclear(words);
  }
}
