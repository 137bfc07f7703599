package huisclos.probe.web;

import huisclos.probe.dimse.TlsGrading;
import huisclos.probe.finding.Answer;
import huisclos.probe.finding.Barrier;
import huisclos.probe.finding.DoorKind;
import huisclos.probe.finding.Evidence;
import huisclos.probe.finding.Finding;
import huisclos.probe.finding.FindingBuilder;
import huisclos.probe.finding.Rung;
import huisclos.probe.finding.Service;
import huisclos.probe.finding.TlsGrade;
import huisclos.probe.look.Look;
import huisclos.probe.look.Visit;
import huisclos.probe.wire.DialException;
import huisclos.probe.wire.Purpose;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Looks at web doors, over clear text or TLS: the front page, vendors' REST, DICOMweb, WADO-URI,
 * FHIR, listings and buckets. One finding for each service that is recognised; one that says HTTP
 * where none is.
 */
public final class WebLook implements Look {
  public WebLook() {}

  @Override
  public Set<DoorKind> kinds() {
    return Set.of(DoorKind.HTTP, DoorKind.HTTPS);
  }

  @Override
  public List<Purpose> purposes(DoorKind kind, Set<Rung> rungs, boolean namesMayCross) {
    return Asks.allowed(kind, rungs, namesMayCross);
  }

  @Override
  public List<Finding> at(Visit visit) throws DialException {
    try (WebDoor door = new WebDoor(visit)) {
      boolean up = door.connect();
      boolean retired = secured(visit) && door.retiredTaken();
      if (!up) {
        return List.of(handshakeFailed(door, grade(door, retired, asksCertificate(door))));
      }
      if (!visit.allows(Rung.ASSOCIATES)) {
        return List.of(
            unknown(door, grade(door, retired, false), Evidence.yes("the connection is accepted"))
                .build());
      }
      FrontPage front = FrontPage.look(door);
      boolean certificate = asksCertificate(door);
      if (!front.answered()) {
        boolean required = certificate && front.failure() != HttpAnswer.Failure.SILENT;
        return List.of(silent(door, grade(door, retired, required), front, required));
      }
      if (front.status() == 400 && certificate) {
        Evidence wanted = Evidence.yes("HTTP 400 without a client certificate");
        return List.of(
            unknown(door, grade(door, retired, true), wanted)
                .rung(Rung.ASSOCIATES, Evidence.no("front page: HTTP 400"))
                .barrier(Barrier.CLIENT_CERTIFICATE)
                .build());
      }
      if (front.barrier() == Barrier.TLS_REQUIRED) {
        return List.of(
            unknown(door, Optional.empty(), Evidence.yes("it says that TLS is spoken here"))
                .rung(Rung.ASSOCIATES, Evidence.no("front page: HTTP 400"))
                .barrier(Barrier.TLS_REQUIRED)
                .build());
      }
      return services(door, front, grade(door, retired, false));
    }
  }

  private static boolean secured(Visit visit) {
    return visit.door().kind() == DoorKind.HTTPS;
  }

  /** How its TLS stands; empty over clear text, and where no TLS answers at all. */
  private static Optional<TlsGrade> grade(
      WebDoor door, boolean retiredTaken, boolean certificateRequired) {
    return door.tls()
        .filter(
            seen -> seen.stands() || retiredTaken || certificateRequired || !seen.chain().isEmpty())
        .map(seen -> TlsGrading.of(seen, retiredTaken, certificateRequired, door.visit().now()));
  }

  private static List<Finding> services(WebDoor door, FrontPage front, Optional<TlsGrade> tls)
      throws DialException {
    boolean queries = door.visit().allows(Rung.QUERYABLE);
    Scene.Control control = queries ? DicomWebAsk.control(door) : new Scene.Control(0, false);
    Scene scene = new Scene(door, front, control, tls);
    List<FindingBuilder> found = new ArrayList<>();
    Optional<FindingBuilder> orthanc = new OrthancAsk(scene).look();
    orthanc.ifPresent(found::add);
    if (queries && orthanc.isEmpty()) {
      new Dcm4cheeAsk(scene).look().ifPresent(found::add);
      new DicoogleAsk(scene).look().ifPresent(found::add);
    }
    // Orthanc's login covers all of it: more would only be noise in its log.
    boolean allBehindLogin = orthanc.isPresent() && control.status() == 401;
    if (queries && !allBehindLogin) {
      boolean counted =
          found.stream().anyMatch(one -> one.rung(Rung.COUNTABLE).answer() == Answer.YES);
      new DicomWebAsk(scene, counted).look().ifPresent(found::add);
      new WadoUriAsk(scene).look().ifPresent(found::add);
    }
    if (orthanc.isEmpty()) {
      new FhirAsk(scene).look().ifPresent(found::add);
      new ListingAsk(scene).look().ifPresent(found::add);
    }
    if (front.signs().viewer()) {
      found.add(scene.finding(Service.VIEWER));
    }
    orthanc.map(one -> one.build().software()).ifPresent(it -> found.forEach(f -> f.software(it)));
    if (found.isEmpty()) {
      found.add(plain(scene));
    }
    return found.stream().map(FindingBuilder::build).toList();
  }

  private static FindingBuilder plain(Scene scene) {
    FindingBuilder http = scene.finding(Service.HTTP);
    if (scene.door().spent()) {
      return http.barrier(Barrier.CONGESTION)
          .note("it broke off too often: what else is there wasn't asked any more");
    }
    boolean shown = http.rung(Rung.ASSOCIATES).answer() == Answer.YES;
    if (!shown && scene.allows(Rung.QUERYABLE)) {
      http.rung(
          Rung.QUERYABLE, new Evidence(Answer.INFERRED_NO, "no service that is known was told"));
    }
    return switch (scene.front().names().kind()) {
      case NONE -> http;
      case FOLDER -> http.note("an open listing, in which nothing is told to be DICOM");
      case BUCKET -> http.note("a bucket that lists itself, in which nothing is told to be DICOM");
    };
  }

  private static boolean asksCertificate(WebDoor door) {
    return door.tls().filter(seen -> seen.certificateRequested()).isPresent();
  }

  private static FindingBuilder unknown(WebDoor door, Optional<TlsGrade> tls, Evidence reachable) {
    FindingBuilder found =
        Finding.at(door.visit().door(), Service.UNKNOWN, door.visit().now())
            .rung(Rung.REACHABLE, reachable);
    tls.ifPresent(found::tls);
    return found;
  }

  private static Finding handshakeFailed(WebDoor door, Optional<TlsGrade> tls) {
    String why = door.tls().flatMap(seen -> seen.failure()).orElse("the connection ended");
    return unknown(door, tls, Evidence.yes("the connection is accepted; TLS fails: " + why))
        .barrier(asksCertificate(door) ? Barrier.CLIENT_CERTIFICATE : Barrier.NOT_THIS_PROTOCOL)
        .build();
  }

  private static Finding silent(
      WebDoor door, Optional<TlsGrade> tls, FrontPage front, boolean certificateRequired) {
    return unknown(
            door, tls, Evidence.yes("the connection is accepted; " + front.failure().words()))
        .barrier(certificateRequired ? Barrier.CLIENT_CERTIFICATE : front.failure().barrier())
        .build();
  }
}
