package huisclos.app.probelab;

import static huisclos.probe.finding.Answer.INFERRED_NO;
import static huisclos.probe.finding.Answer.INFERRED_YES;
import static huisclos.probe.finding.Answer.NO;
import static huisclos.probe.finding.Answer.NOT_ASKED;
import static huisclos.probe.finding.Answer.UNCLEAR;
import static huisclos.probe.finding.Answer.YES;
import static huisclos.probe.finding.Rung.ASSOCIATES;
import static huisclos.probe.finding.Rung.COUNTABLE;
import static huisclos.probe.finding.Rung.QUERYABLE;
import static huisclos.probe.finding.Rung.REACHABLE;
import static huisclos.probe.finding.Rung.RETRIEVABLE;

import huisclos.probe.finding.Barrier;
import huisclos.probe.finding.DoorKind;
import huisclos.probe.finding.Service;
import huisclos.probe.finding.TlsGrade;
import huisclos.probe.finding.Verdict;
import java.util.ArrayList;
import java.util.List;

/** What is true of each scripted door, when a stranger asks up to {@code retrievable}. */
final class FakeTruths {
  private FakeTruths() {}

  static List<Truth> of(Stations lab) {
    Fakes fakes = lab.fakes;
    List<Truth> all = new ArrayList<>();
    all.add(
        Truth.of(
            "always congested",
            Fakes.CONGESTED,
            fakes.congested,
            DoorKind.DICOM,
            Truths.closed(Service.DICOM, Verdict.CONGESTED, Barrier.CONGESTION)
                .rung(ASSOCIATES, UNCLEAR)));
    all.add(
        Truth.of(
            "rejects with a reason that isn't one",
            Fakes.ODD_REASON,
            fakes.oddReason,
            DoorKind.DICOM,
            Truths.closed(Service.DICOM, Verdict.CLOSED, Barrier.REJECTED).rung(ASSOCIATES, NO)));
    all.add(odd("accepts and is silent", Fakes.SILENT, fakes.silent, Barrier.SILENT));
    all.add(
        odd(
            "an acceptance drop by drop",
            Fakes.DRIPS,
            fakes.drips,
            Barrier.SILENT,
            Barrier.NOT_THIS_PROTOCOL));
    all.add(odd("a PDU of 4 GB announced", Fakes.HUGE, fakes.huge, Barrier.NOT_THIS_PROTOCOL));
    all.add(odd("garbage", Fakes.GARBAGE, fakes.garbage, Barrier.NOT_THIS_PROTOCOL));
    all.add(odd("closes at once", Fakes.CLOSES, fakes.closes, Barrier.CLOSED_AT_ONCE));
    all.add(odd("HTTP on a DICOM port", Fakes.HTTP, fakes.http, Barrier.NOT_THIS_PROTOCOL));
    all.add(odd("SSH on a DICOM port", Fakes.SSH, fakes.ssh, Barrier.NOT_THIS_PROTOCOL));
    all.add(
        Truth.of(
            "TLS alone, asked in clear",
            Fakes.TLS_ONLY,
            fakes.tlsOnly,
            DoorKind.DICOM,
            Truths.openArchive(Service.DICOM_OVER_TLS)
                .tls(TlsGrade.Grade.SOUND)
                .barrier(Barrier.TLS_REQUIRED)
                .exactly(Row.What.STUDIES, 0)));
    all.add(capped("A700 after 100 matches", Fakes.CAPPED, fakes.capped));
    all.add(capped("cuts at 100 and doesn't say so", Fakes.CAPPED_SILENTLY, fakes.cappedSilently));
    all.add(
        Truth.of(
            "sends names nobody asked for",
            Fakes.NAMES_UNASKED,
            fakes.namesUnasked,
            DoorKind.DICOM,
            Truths.openArchive(Service.DICOM)
                .exactly(Row.What.STUDIES, Fakes.MANY)
                .notCounted(Row.What.PATIENTS)));
    all.add(
        Truth.of(
            "bait: dicompot's identity",
            Fakes.DICOMPOT,
            fakes.dicompot,
            DoorKind.DICOM,
            Row.of(Service.DICOM, Verdict.HONEYPOT).rung(ASSOCIATES, YES)));
    all.add(
        Truth.of(
            "bait: answers everything",
            Fakes.ANSWERS_ALL,
            fakes.answersAll,
            DoorKind.DICOM,
            Row.of(Service.DICOM, Verdict.HONEYPOT).rung(ASSOCIATES, YES)));
    all.add(
        Truth.of(
            "a hundred studies, and no limit",
            Fakes.ROUND,
            fakes.round,
            DoorKind.DICOM,
            Truths.openArchive(Service.DICOM).exactly(Row.What.STUDIES, Fakes.CAP)));
    all.add(
        Truth.of(
            "150 studies on one day, cut at 100",
            Fakes.ONE_DAY,
            fakes.oneDay,
            DoorKind.DICOM,
            Truths.openArchive(Service.DICOM).bound(Row.What.STUDIES, Fakes.CAP, Fakes.DAY)));
    all.add(
        Truth.of(
            "congested once, then open",
            Fakes.BUSY_AT_FIRST,
            fakes.busyAtFirst,
            DoorKind.DICOM,
            Truths.openArchive(Service.DICOM).exactly(Row.What.STUDIES, Fakes.FEW)));
    all.add(
        Truth.of(
            "refuses queries by status 0x0124",
            Fakes.REFUSES,
            fakes.refuses,
            DoorKind.DICOM,
            Row.of(Service.DICOM, Verdict.DOWNLOADABLE)
                .barrier(Barrier.QUERY_REFUSED, Barrier.NONE)
                .rung(ASSOCIATES, YES)
                .rung(QUERYABLE, NO)
                .rung(COUNTABLE, NO, NOT_ASKED, INFERRED_NO)
                .rung(RETRIEVABLE, YES)
                .notCounted(Row.What.STUDIES)));
    all.add(
        Truth.of(
            "never answers a query",
            Fakes.HANGS,
            fakes.hangs,
            DoorKind.DICOM,
            Row.of(Service.DICOM, Verdict.DOWNLOADABLE)
                .barrier(Barrier.QUERY_REFUSED, Barrier.NONE, Barrier.SILENT)
                .rung(ASSOCIATES, YES)
                .rung(QUERYABLE, NO, UNCLEAR)
                .rung(COUNTABLE, NO, NOT_ASKED, INFERRED_NO, UNCLEAR)
                .notCounted(Row.What.STUDIES)));
    all.add(
        Truth.of(
            "breaks off after 100 matches",
            Fakes.BREAKS_OFF,
            fakes.breaksOff,
            DoorKind.DICOM,
            Truths.openArchive(Service.DICOM).between(Row.What.STUDIES, Fakes.CAP, Fakes.MANY)));
    all.addAll(fakeWeb(fakes));
    return all;
  }

  private static List<Truth> fakeWeb(Fakes fakes) {
    List<Truth> all = new ArrayList<>();
    all.add(
        Truth.of(
            "DICOMweb that ignores every limit",
            Fakes.QIDO,
            fakes.qido,
            DoorKind.HTTP,
            Row.of(Service.DICOMWEB, Verdict.READABLE)
                .rung(QUERYABLE, YES)
                .notCounted(Row.What.PATIENTS)));
    all.add(
        Truth.of(
            "FHIR without a login",
            Fakes.FHIR,
            fakes.fhir,
            DoorKind.HTTP,
            Row.of(Service.FHIR, Verdict.READABLE)
                .rung(COUNTABLE, YES)
                .exactly(Row.What.PATIENTS, 31)
                .exactly(Row.What.STUDIES, 57)));
    all.add(
        Truth.of(
            "dcm4chee-arc without a login",
            Fakes.DCM4CHEE,
            fakes.dcm4chee,
            DoorKind.HTTP,
            Row.of(Service.DCM4CHEE_REST, Verdict.READABLE)
                .rung(COUNTABLE, YES)
                .exactly(Row.What.PATIENTS, 12)
                .exactly(Row.What.STUDIES, 34)
                .exactly(Row.What.INSTANCES, 567),
            Row.of(Service.DICOMWEB, Verdict.READABLE)
                .rung(QUERYABLE, YES)
                .rung(RETRIEVABLE, INFERRED_YES)));
    all.add(
        Truth.of(
            "a bucket that lists itself",
            Fakes.BUCKET,
            fakes.bucket,
            DoorKind.HTTP,
            Row.of(Service.BUCKET, Verdict.DOWNLOADABLE)
                .rung(QUERYABLE, YES)
                .rung(RETRIEVABLE, YES)
                .exactly(Row.What.INSTANCES, 45)));
    all.add(
        Truth.of(
            "a web site",
            Fakes.SITE,
            fakes.site,
            DoorKind.HTTP,
            Row.of(Service.HTTP, Verdict.ASSOCIATES)));
    all.add(
        Truth.of(
            "the same page on every path",
            Fakes.SAME_PAGE,
            fakes.samePage,
            DoorKind.HTTP,
            Row.of(Service.HTTP, Verdict.ASSOCIATES)));
    all.add(
        Truth.of(
            "leads away to another host",
            Fakes.LEADS_AWAY,
            fakes.leadsAway,
            DoorKind.HTTP,
            Row.of(Service.HTTP, Verdict.ASSOCIATES).rung(QUERYABLE, NO, NOT_ASKED)));
    all.add(
        Truth.of(
            "HL7 over MLLP",
            Fakes.HL7,
            fakes.hl7,
            DoorKind.HL7,
            Row.of(Service.HL7_MLLP, Verdict.UNKNOWN)
                .barrier(Barrier.SILENT)
                .rung(ASSOCIATES, UNCLEAR)));
    return all;
  }

  private static Truth odd(String server, int station, int port, Barrier... barriers) {
    return Truth.of(
        server,
        station,
        port,
        DoorKind.DICOM,
        Row.of(Service.UNKNOWN, Verdict.UNKNOWN)
            .barrier(barriers)
            .rung(REACHABLE, YES)
            .rung(ASSOCIATES, NO, UNCLEAR)
            .rung(QUERYABLE, NOT_ASKED, NO)
            .rung(RETRIEVABLE, NOT_ASKED, NO)
            .notCounted(Row.What.STUDIES));
  }

  private static Truth capped(String server, int station, int port) {
    return Truth.of(
        server,
        station,
        port,
        DoorKind.DICOM,
        Truths.openArchive(Service.DICOM)
            .between(Row.What.STUDIES, Fakes.MANY - Fakes.UNDATED, Fakes.MANY));
  }
}
