package huisclos.probe.dimse;

import huisclos.probe.finding.Rung;
import huisclos.probe.wire.Purpose;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Everything that is sent to a DICOM door, in the words of plan and trail. */
final class Asks {
  static final Purpose CONNECT = Purpose.of(Rung.REACHABLE, "TCP connection");
  static final Purpose OLD_HELLO =
      Purpose.of(Rung.ASSOCIATES, "TLS 1.1 ClientHello, to learn whether a retired TLS is taken");
  static final Purpose OLD_HELLO_END = Purpose.of(Rung.ASSOCIATES, "TLS close-notify alert");
  static final Purpose FIND =
      Purpose.of(Rung.QUERYABLE, "C-FIND-RQ for one random UID that nobody has");
  static final Purpose CANCEL_FIND =
      Purpose.of(Rung.QUERYABLE, "C-CANCEL-RQ, if that query is answered with matches");
  static final Purpose COUNT =
      Purpose.of(Rung.COUNTABLE, "C-FIND-RQ STUDY level by date, asking for UIDs and counts only");
  static final Purpose GET =
      Purpose.of(Rung.RETRIEVABLE, "C-GET-RQ for one random UID, without a context to send by");
  static final Purpose STORE =
      Purpose.of(
          Rung.WRITABLE,
          "C-STORE-RQ of a canary object of 1 x 1 pixels, if a deletion plan is given");
  static final Purpose COUNT_PATIENTS =
      Purpose.withNames(Rung.COUNTABLE, "C-FIND-RQ PATIENT level, asking for Patient IDs");
  static final Purpose COUNT_PATIENTS_OF_STUDIES =
      Purpose.withNames(Rung.COUNTABLE, "C-FIND-RQ STUDY level by date, asking for Patient IDs");

  private Asks() {}

  static Purpose connect(Rung rung) {
    return Purpose.of(rung, "TCP connection for an association");
  }

  static Purpose handshake(Rung rung) {
    return Purpose.of(rung, "TLS 1.2/1.3 handshake without a certificate");
  }

  static Purpose associate(Rung rung) {
    return Purpose.of(
        rung,
        rung == Rung.ASSOCIATES
            ? "A-ASSOCIATE-RQ, " + Offer.FIRST.size() + " contexts"
            : "A-ASSOCIATE-RQ, contexts for this question only");
  }

  static Purpose release(Rung rung) {
    return Purpose.of(rung, "A-RELEASE-RQ");
  }

  /** All of it, in order. */
  static List<Purpose> all(Set<Rung> rungs, boolean namesMayCross) {
    List<Purpose> all = new ArrayList<>();
    all.add(CONNECT);
    if (!rungs.contains(Rung.ASSOCIATES)) {
      return all;
    }
    association(all, Rung.ASSOCIATES, List.of());
    all.add(OLD_HELLO);
    all.add(OLD_HELLO_END);
    if (rungs.contains(Rung.QUERYABLE)) {
      association(all, Rung.QUERYABLE, List.of(FIND, CANCEL_FIND));
    }
    if (rungs.contains(Rung.RETRIEVABLE)) {
      association(all, Rung.RETRIEVABLE, List.of(GET));
    }
    if (rungs.contains(Rung.COUNTABLE)) {
      association(all, Rung.COUNTABLE, List.of(COUNT));
      if (namesMayCross) {
        all.add(COUNT_PATIENTS);
        all.add(COUNT_PATIENTS_OF_STUDIES);
      }
    }
    if (rungs.contains(Rung.WRITABLE)) {
      association(all, Rung.WRITABLE, List.of(STORE));
    }
    return all;
  }

  private static void association(List<Purpose> all, Rung rung, List<Purpose> within) {
    all.add(connect(rung));
    all.add(handshake(rung));
    all.add(associate(rung));
    all.addAll(within);
    all.add(release(rung));
  }
}
