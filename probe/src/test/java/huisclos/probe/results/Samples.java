package huisclos.probe.results;

import huisclos.probe.finding.Barrier;
import huisclos.probe.finding.Count;
import huisclos.probe.finding.DateSpan;
import huisclos.probe.finding.Door;
import huisclos.probe.finding.DoorKind;
import huisclos.probe.finding.Evidence;
import huisclos.probe.finding.Exposure;
import huisclos.probe.finding.Finding;
import huisclos.probe.finding.Fingerprint;
import huisclos.probe.finding.Rung;
import huisclos.probe.finding.Service;
import huisclos.probe.finding.Software;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/** Runs and findings for the tests of this room; addresses of documentation (RFC 5737) only. */
public final class Samples {
  public static final Instant BEGUN = Instant.parse("2026-11-01T08:00:00Z");

  private Samples() {}

  public static RunHead head(String id, Instant begun, int shard, int shards) {
    return new RunHead(
        id,
        "north region",
        "ab".repeat(32),
        "R. Operator",
        "probe@cert.example",
        begun,
        shard,
        shards,
        512,
        7);
  }

  public static RunHead head(String id) {
    return head(id, BEGUN, 1, 1);
  }

  public static RunTail tail(Instant ended, boolean complete) {
    return new RunTail(
        ended, complete, complete ? "" : "stopped by a signal", new Sweep(512, 1536, 1500, 20, 16));
  }

  public static ScopeNote scope() {
    return new ScopeNote(
        List.of("Ministry of Health, A. Uthoriser"),
        "mail optout@cert.example",
        BEGUN,
        BEGUN.plusSeconds(86_400 * 300L),
        EnumSet.of(Rung.REACHABLE, Rung.ASSOCIATES, Rung.QUERYABLE, Rung.COUNTABLE),
        List.of("104 dicom", "4242 dicom", "8042 http", "11112 dicom"),
        List.of("192.0.2.0/24", "198.51.100.0/24", "2001:db8::/120"),
        List.of("192.0.2.200/32"),
        List.of(new ScopeNote.Owned("192.0.2.0/28", "Clinic North")));
  }

  public static Finding closed(String address, int port, Instant seen) {
    return Finding.at(
            new Door(address, port, DoorKind.DICOM, Optional.empty()), Service.DICOM, seen)
        .rung(Rung.REACHABLE, Evidence.yes("TCP connection"))
        .rung(Rung.ASSOCIATES, Evidence.no("A-ASSOCIATE-RJ 1/1/7"))
        .barrier(Barrier.CALLED_AE)
        .build();
  }

  /** An Orthanc that answers everybody. */
  public static Finding open(String address, int port, Instant seen, long studies) {
    return Finding.at(
            new Door(address, port, DoorKind.DICOM, Optional.empty()), Service.DICOM, seen)
        .rung(Rung.REACHABLE, Evidence.yes("TCP connection"))
        .rung(Rung.ASSOCIATES, Evidence.yes("A-ASSOCIATE-AC, 12 contexts accepted"))
        .rung(Rung.QUERYABLE, Evidence.yes("C-FIND-RSP 0x0000, no match"))
        .rung(Rung.COUNTABLE, Evidence.yes("C-FIND by UID and date"))
        .rung(
            Rung.RETRIEVABLE,
            new Evidence(huisclos.probe.finding.Answer.INFERRED_YES, "C-GET context accepted"))
        .exposure(
            new Exposure(
                Count.not("names would cross the wire"),
                Count.exact(studies, "C-FIND, UID and date only"),
                Count.atLeast(studies * 30, "some studies tell no number of images"),
                Optional.of(new DateSpan(LocalDate.of(2011, 3, 4), LocalDate.of(2026, 10, 30))),
                Optional.empty()))
        .fingerprint(
            new Fingerprint(
                "1.2.276.0.7230010.3.0.3.6.7",
                "OFFIS_DCMTK_367",
                "000000000033",
                16384,
                "",
                List.of()))
        .software(
            new Software(
                "Orthanc",
                "1.10.1",
                Software.Grade.LIKELY,
                "contexts as Orthanc accepts them",
                List.of("CVE-2025-0896")))
        .build();
  }

  /** Takes an association, and refuses queries. */
  public static Finding associates(String address, int port, Instant seen) {
    return Finding.at(
            new Door(address, port, DoorKind.DICOM, Optional.empty()), Service.DICOM, seen)
        .rung(Rung.REACHABLE, Evidence.yes("TCP connection"))
        .rung(Rung.ASSOCIATES, Evidence.yes("A-ASSOCIATE-AC"))
        .rung(Rung.QUERYABLE, Evidence.no("A-ABORT after C-FIND-RQ"))
        .barrier(Barrier.QUERY_REFUSED)
        .build();
  }

  /** A web door that shows a REST interface, of the same host as a DICOM door perhaps. */
  public static Finding rest(String address, Instant seen, long patients, long studies) {
    return Finding.at(
            new Door(address, 8042, DoorKind.HTTP, Optional.of("pacs.clinic.example")),
            Service.ORTHANC_REST,
            seen)
        .rung(Rung.REACHABLE, Evidence.yes("TCP connection"))
        .rung(Rung.ASSOCIATES, Evidence.yes("200 for the front page"))
        .rung(Rung.QUERYABLE, Evidence.yes("200 for /system"))
        .rung(Rung.COUNTABLE, Evidence.yes("200 for /statistics"))
        .rung(Rung.RETRIEVABLE, Evidence.yes("404, not 401, for a random UID"))
        .exposure(
            new Exposure(
                Count.exact(patients, "/statistics"),
                Count.exact(studies, "/statistics"),
                Count.exact(studies * 40, "/statistics"),
                Optional.empty(),
                Optional.empty()))
        .software(
            new Software(
                "Orthanc",
                "1.10.1",
                Software.Grade.CONFIRMED,
                "it says so at /system",
                List.of("CVE-2025-0896")))
        .build();
  }
}
