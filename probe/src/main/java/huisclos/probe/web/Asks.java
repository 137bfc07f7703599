package huisclos.probe.web;

import huisclos.probe.finding.DoorKind;
import huisclos.probe.finding.Rung;
import huisclos.probe.wire.Purpose;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Everything that may be sent to a web door: the words of the plan, and of the journal. */
final class Asks {
  private static final Purpose CONNECT = Purpose.of(Rung.REACHABLE, "TCP connection, HTTP");
  private static final Purpose CONNECT_TLS = Purpose.of(Rung.REACHABLE, "TCP connection, HTTPS");
  static final Purpose TLS = Purpose.of(Rung.REACHABLE, "TLS handshake, no certificate shown");

  static final Purpose OLD_HELLO =
      Purpose.of(Rung.ASSOCIATES, "TLS 1.1 ClientHello, to learn whether a retired TLS is taken");
  static final Purpose OLD_HELLO_END = Purpose.of(Rung.ASSOCIATES, "TLS close-notify alert");

  static final Purpose FRONT = Purpose.of(Rung.ASSOCIATES, "GET / (front page)");
  static final Purpose FRONT_REDIRECTED =
      Purpose.of(Rung.ASSOCIATES, "GET where / redirects to on the same host and port (at most 2)");
  static final Purpose FHIR_METADATA =
      Purpose.of(Rung.ASSOCIATES, "GET {/fhir,}/metadata (what a FHIR server can)");

  static final Purpose CONTROL =
      Purpose.of(Rung.QUERYABLE, "GET QIDO-RS below a random path (control: nothing is there)");
  static final Purpose ORTHANC_SYSTEM = Purpose.of(Rung.QUERYABLE, "GET /system (Orthanc)");
  static final Purpose ORTHANC_QUERY =
      Purpose.of(Rung.QUERYABLE, "GET /studies/RANDOM (Orthanc, a study that nobody has)");
  static final Purpose DCM4CHEE_AETS =
      Purpose.of(Rung.QUERYABLE, "GET /dcm4chee-arc/aets (dcm4chee-arc)");
  static final Purpose DICOOGLE_QUERY =
      Purpose.of(Rung.QUERYABLE, "GET /search for a random UID (Dicoogle)");
  static final Purpose QIDO =
      Purpose.of(Rung.QUERYABLE, "GET QIDO-RS studies for a random UID, at each usual root");
  static final Purpose WADO_URI_BARE =
      Purpose.of(Rung.QUERYABLE, "GET WADO-URI without parameters, at each usual path");
  static final Purpose FHIR_QUERY =
      Purpose.of(Rung.QUERYABLE, "GET FHIR ImagingStudy for a random UID, _summary=count");

  static final Purpose ORTHANC_STATISTICS =
      Purpose.of(Rung.COUNTABLE, "GET /statistics (Orthanc: counts, no names)");
  static final Purpose DCM4CHEE_COUNT =
      Purpose.of(Rung.COUNTABLE, "GET {patients,studies,instances}/count (dcm4chee-arc, no names)");
  static final Purpose FHIR_COUNT =
      Purpose.of(Rung.COUNTABLE, "GET FHIR ImagingStudy, Patient ?_summary=count (no names)");
  static final Purpose FOLDER =
      Purpose.of(Rung.COUNTABLE, "GET a folder of an open listing (file names counted, not kept)");
  static final Purpose QIDO_COUNT =
      Purpose.withNames(Rung.COUNTABLE, "GET QIDO-RS listing, limit=1, offsets by bisection");

  static final Purpose ORTHANC_FILE =
      Purpose.of(Rung.RETRIEVABLE, "GET /instances/RANDOM/file (Orthanc, nobody's)");
  static final Purpose WADO_RS =
      Purpose.of(Rung.RETRIEVABLE, "GET WADO-RS of a random study, where QIDO-RS answered");
  static final Purpose WADO_URI = Purpose.of(Rung.RETRIEVABLE, "GET WADO-URI of random UIDs");
  static final Purpose FILE_MARK =
      Purpose.of(Rung.RETRIEVABLE, "GET bytes 0-131 of at most 3 files of an open listing");

  static final Purpose ORTHANC_DEFAULT =
      Purpose.of(Rung.CREDENTIALS, "GET /system with the password that Orthanc ships with, once");
  static final Purpose ORTHANC_DEFAULT_COUNT =
      Purpose.of(Rung.CREDENTIALS, "GET /statistics likewise (counts, no names)");

  static final Purpose STOW =
      Purpose.of(Rung.WRITABLE, "POST STOW-RS, multipart without a part, where QIDO-RS answered");

  private static final List<Purpose> ORDER =
      List.of(
          FRONT,
          FRONT_REDIRECTED,
          FHIR_METADATA,
          CONTROL,
          ORTHANC_SYSTEM,
          ORTHANC_QUERY,
          ORTHANC_STATISTICS,
          ORTHANC_FILE,
          ORTHANC_DEFAULT,
          ORTHANC_DEFAULT_COUNT,
          DCM4CHEE_AETS,
          DCM4CHEE_COUNT,
          DICOOGLE_QUERY,
          QIDO,
          QIDO_COUNT,
          WADO_RS,
          STOW,
          WADO_URI_BARE,
          WADO_URI,
          FHIR_QUERY,
          FHIR_COUNT,
          FOLDER,
          FILE_MARK);

  private Asks() {}

  static Purpose connect(DoorKind kind) {
    return kind == DoorKind.HTTPS ? CONNECT_TLS : CONNECT;
  }

  /** All of it that these rungs allow, in order. */
  static List<Purpose> allowed(DoorKind kind, Set<Rung> rungs, boolean namesMayCross) {
    Stream<Purpose> opening =
        kind == DoorKind.HTTPS
            ? Stream.of(CONNECT_TLS, TLS, OLD_HELLO, OLD_HELLO_END)
            : Stream.of(CONNECT);
    return Stream.concat(opening, ORDER.stream())
        .filter(purpose -> rungs.contains(purpose.rung()))
        .filter(purpose -> namesMayCross || !purpose.namesCross())
        .toList();
  }
}
