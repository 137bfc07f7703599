package huisclos.probe.dimse;

import huisclos.net.AssociateAc;
import huisclos.net.AssociateRj;
import huisclos.probe.finding.Answer;
import huisclos.probe.finding.Barrier;
import huisclos.probe.finding.DoorKind;
import huisclos.probe.finding.Evidence;
import huisclos.probe.finding.Finding;
import huisclos.probe.finding.FindingBuilder;
import huisclos.probe.finding.Fingerprint;
import huisclos.probe.finding.Rung;
import huisclos.probe.finding.Service;
import huisclos.probe.finding.Software;
import huisclos.probe.finding.TlsGrade;
import huisclos.probe.look.Visit;
import huisclos.probe.software.Identities;
import huisclos.probe.software.IntendedPublic;
import huisclos.probe.wire.DialException;
import huisclos.probe.wire.Line;
import huisclos.probe.wire.TlsSeen;
import java.util.List;
import java.util.Optional;

/** One visit to a DICOM door: which service it is, what bars a stranger, and then the rungs. */
final class DoorLook {
  /** A-ASSOCIATE-RJ, result (PS3.8 Table 9-21). */
  private static final int TRANSIENT = 2;

  private static final String CONNECTED = "TCP connection accepted";

  private final Visit visit;
  private final Caller caller;
  private boolean turned;

  DoorLook(Visit visit) {
    this.visit = visit;
    this.caller = new Caller(visit, visit.door().kind() == DoorKind.DICOM_TLS);
  }

  Finding look() throws DialException {
    if (!visit.allows(Rung.ASSOCIATES)) {
      Line line = visit.dialer().dial(visit.door(), Asks.CONNECT);
      line.close();
      return begun(Service.UNKNOWN).build();
    }
    Opening opening = turned(caller.first(Asks.CONNECT));
    return switch (opening) {
      case Opening.Stands stands -> stands(stands.talk());
      case Opening.Rejected rejected -> rejected(rejected);
      case Opening.Aborted _ ->
          barred(service(), Barrier.REJECTED, "A-ABORT instead of an association");
      case Opening.Closed _ ->
          barred(Service.UNKNOWN, Barrier.CLOSED_AT_ONCE, "closed without a word");
      case Opening.Silent silent ->
          barred(
              Service.UNKNOWN,
              Barrier.SILENT,
              silent.began() ? "no whole answer within the time" : "no answer within the time");
      case Opening.Foreign foreign ->
          barred(Service.UNKNOWN, Barrier.NOT_THIS_PROTOCOL, "answered with " + foreign.words());
      case Opening.NoTls none -> noTls(none);
      case Opening.Unreached _ ->
          barred(Service.UNKNOWN, Barrier.SILENT, "not reached a second time");
    };
  }

  /** Where it seems to be the other of clear text and TLS, asks that way, once. */
  private Opening turned(Opening first) throws DialException {
    boolean other =
        switch (first) {
          case Opening.Closed _ -> !caller.secured();
          case Opening.Foreign foreign -> !caller.secured() && foreign.tls();
          case Opening.NoTls none -> caller.secured() && !none.spoken();
          default -> false;
        };
    if (!other) {
      return first;
    }
    caller.secured(!caller.secured());
    Opening second = caller.again(Rung.ASSOCIATES, Offer.FIRST, visit.dialer().patience());
    boolean recognised =
        switch (second) {
          case Opening.Stands _, Opening.Rejected _, Opening.Aborted _ -> true;
          case Opening.NoTls none -> none.spoken();
          case Opening.Unreached _, Opening.Foreign _ -> false;
          case Opening.Closed _, Opening.Silent _ -> caller.secured();
        };
    if (recognised) {
      turned = true;
      return second;
    }
    caller.secured(!caller.secured());
    return first;
  }

  private Service service() {
    return caller.secured() ? Service.DICOM_OVER_TLS : Service.DICOM;
  }

  private FindingBuilder begun(Service service) {
    return Finding.at(visit.door(), service, visit.now())
        .rung(Rung.REACHABLE, Evidence.yes(CONNECTED));
  }

  private Finding barred(Service service, Barrier barrier, String because) throws DialException {
    FindingBuilder finding = begun(service);
    finding.rung(Rung.ASSOCIATES, Evidence.no(because));
    finding.barrier(barrier);
    tls(finding, false);
    return finding.build();
  }

  private Finding noTls(Opening.NoTls none) throws DialException {
    FindingBuilder finding = begun(Service.UNKNOWN);
    finding.rung(Rung.ASSOCIATES, Evidence.no(none.words()));
    Barrier barrier =
        none.wantsCertificate()
            ? Barrier.CLIENT_CERTIFICATE
            : !none.spoken()
                ? Barrier.NOT_THIS_PROTOCOL
                : turned ? Barrier.TLS_REQUIRED : Barrier.REJECTED;
    finding.barrier(barrier);
    tls(finding, none.wantsCertificate());
    return finding.build();
  }

  private Finding rejected(Opening.Rejected rejected) throws DialException {
    AssociateRj rj = rejected.why();
    Barrier barrier =
        switch (rj.source()) {
          case 1 ->
              switch (rj.reason()) {
                case 3 -> Barrier.CALLING_AE;
                case 7 -> Barrier.CALLED_AE;
                default -> Barrier.REJECTED;
              };
          case 3 -> Barrier.CONGESTION;
          // Rejected for now, by its upper layer: nothing is known.
          default -> rj.result() == TRANSIENT ? Barrier.CONGESTION : Barrier.REJECTED;
        };
    FindingBuilder finding = begun(service());
    String because = "A-ASSOCIATE-RJ " + rejected.numbers() + ", " + rj.words();
    finding.rung(
        Rung.ASSOCIATES,
        barrier == Barrier.CONGESTION ? Evidence.unclear(because) : Evidence.no(because));
    finding.barrier(barrier);
    Fingerprint fingerprint = new Fingerprint("", "", "", 0, rejected.numbers(), List.of());
    finding.fingerprint(fingerprint);
    tls(finding, false);
    return finding.build();
  }

  private Finding stands(Talk talk) throws DialException {
    AssociateAc accepted = talk.accepted();
    talk.close();
    FindingBuilder finding = begun(service());
    long taken = accepted.contexts().stream().filter(context -> context.accepted()).count();
    finding.rung(
        Rung.ASSOCIATES,
        Evidence.yes(
            "A-ASSOCIATE-AC, " + taken + " of " + Offer.FIRST.size() + " contexts accepted"));
    Fingerprint fingerprint = Behaviour.of(accepted);
    Software software = Identities.of(fingerprint);
    finding.fingerprint(fingerprint).software(software);
    if (turned) {
      finding.barrier(caller.secured() ? Barrier.TLS_REQUIRED : Barrier.NONE);
      finding.note(
          caller.secured()
              ? "clear text is not answered, TLS is"
              : "a port for TLS that speaks DICOM in clear text");
    }
    if (IntendedPublic.suggested(visit.door())) {
      finding.note("its host name suggests a demonstration, which alone proves nothing");
    }
    tls(finding, false);
    new Climb(visit, caller, talk::takes, fingerprint, software, finding).climb();
    return finding.build();
  }

  private void tls(FindingBuilder finding, boolean certificateRequired) throws DialException {
    Optional<TlsSeen> seen = caller.seen();
    if (!caller.secured() || seen.isEmpty()) {
      return;
    }
    boolean retired = OldHello.taken(visit);
    TlsSeen handshake = seen.orElseThrow();
    boolean spoken =
        handshake.stands() || handshake.certificateRequested() || !handshake.chain().isEmpty();
    if (spoken || retired) {
      TlsGrade grade = TlsGrading.of(handshake, retired, certificateRequired, visit.now());
      finding.tls(grade);
    }
    if (finding.rung(Rung.ASSOCIATES).answer() == Answer.NO && retired && !spoken) {
      finding.note("only a retired TLS is spoken; nothing was asked over it");
    }
  }
}
