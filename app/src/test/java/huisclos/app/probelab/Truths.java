package huisclos.app.probelab;

import static huisclos.probe.finding.Answer.INFERRED_NO;
import static huisclos.probe.finding.Answer.INFERRED_YES;
import static huisclos.probe.finding.Answer.NO;
import static huisclos.probe.finding.Answer.NOT_ASKED;
import static huisclos.probe.finding.Answer.UNCLEAR;
import static huisclos.probe.finding.Answer.YES;
import static huisclos.probe.finding.Rung.ASSOCIATES;
import static huisclos.probe.finding.Rung.COUNTABLE;
import static huisclos.probe.finding.Rung.CREDENTIALS;
import static huisclos.probe.finding.Rung.QUERYABLE;
import static huisclos.probe.finding.Rung.REACHABLE;
import static huisclos.probe.finding.Rung.RETRIEVABLE;
import static huisclos.probe.finding.Rung.WRITABLE;

import huisclos.probe.finding.Barrier;
import huisclos.probe.finding.DoorKind;
import huisclos.probe.finding.Service;
import huisclos.probe.finding.Software;
import huisclos.probe.finding.TlsGrade;
import huisclos.probe.finding.Verdict;
import java.util.ArrayList;
import java.util.List;

/** What is true of each server, when a stranger asks up to {@code retrievable}. */
final class Truths {
  private static final String ORTHANC = "Orthanc";

  /** The page that Orthanc's front page leads to. */
  static final Row EXPLORER =
      Row.of(Service.VIEWER, Verdict.ASSOCIATES).software(ORTHANC, Software.Grade.LIKELY);

  private Truths() {}

  /** Orthanc's own services without a password. */
  static Row openRest() {
    return Row.of(Service.ORTHANC_REST, Verdict.DOWNLOADABLE)
        .rung(COUNTABLE, YES)
        .rung(RETRIEVABLE, YES)
        .rung(CREDENTIALS, NOT_ASKED)
        .exactly(Row.What.PATIENTS, Stations.SMALL.patients())
        .exactly(Row.What.STUDIES, Stations.SMALL.studies())
        .exactly(Row.What.INSTANCES, Stations.SMALL.instances())
        .software(ORTHANC, Software.Grade.CONFIRMED);
  }

  /** Nothing of what lies beyond the association was given. */
  static Row closed(Service service, Verdict verdict, Barrier barrier) {
    return Row.of(service, verdict)
        .barrier(barrier)
        .rung(REACHABLE, YES)
        .rung(QUERYABLE, NO, INFERRED_NO, NOT_ASKED)
        .rung(RETRIEVABLE, NO, INFERRED_NO, NOT_ASKED)
        .rung(COUNTABLE, NO, INFERRED_NO, NOT_ASKED)
        .rung(WRITABLE, NO, INFERRED_NO, INFERRED_YES, NOT_ASKED)
        .notCounted(Row.What.STUDIES)
        .notCounted(Row.What.PATIENTS);
  }

  static Row openArchive(Service service) {
    return Row.of(service, Verdict.DOWNLOADABLE)
        .rung(REACHABLE, YES)
        .rung(ASSOCIATES, YES)
        .rung(QUERYABLE, YES)
        .rung(COUNTABLE, YES)
        .rung(RETRIEVABLE, YES)
        .rung(CREDENTIALS, NOT_ASKED)
        .notCounted(Row.What.PATIENTS);
  }

  /** Of real servers. */
  static List<Truth> servers(Stations lab) {
    List<Truth> all = new ArrayList<>();
    all.add(
        Truth.of(
            "Orthanc, all allowed",
            Stations.OPEN,
            lab.open.dicom,
            DoorKind.DICOM,
            openArchive(Service.DICOM)
                .counted(Stations.SMALL)
                .rung(WRITABLE, INFERRED_YES)
                .software(ORTHANC, Software.Grade.LIKELY)));
    all.add(
        Truth.of(
            "Orthanc, as shipped",
            Stations.DEFAULT,
            lab.byDefault.dicom,
            DoorKind.DICOM,
            closed(Service.DICOM, Verdict.ASSOCIATES, Barrier.QUERY_REFUSED)
                .rung(ASSOCIATES, YES)
                .rung(QUERYABLE, NO)
                .rung(WRITABLE, INFERRED_YES)
                .software(ORTHANC, Software.Grade.LIKELY)));
    all.add(
        Truth.of(
            "Orthanc, called title checked",
            Stations.CALLED,
            lab.called.dicom,
            DoorKind.DICOM,
            closed(Service.DICOM, Verdict.CLOSED, Barrier.CALLED_AE).rung(ASSOCIATES, NO)));
    all.add(
        Truth.of(
            "Orthanc, calling title checked",
            Stations.CALLING,
            lab.calling.dicom,
            DoorKind.DICOM,
            closed(Service.DICOM, Verdict.CLOSED, Barrier.CALLING_AE).rung(ASSOCIATES, NO)));
    all.add(
        Truth.of(
            "Orthanc, TLS",
            Stations.TLS,
            lab.tls.dicom,
            DoorKind.DICOM_TLS,
            openArchive(Service.DICOM_OVER_TLS)
                .tls(TlsGrade.Grade.WEAK)
                .counted(Stations.SMALL)
                .software(ORTHANC, Software.Grade.LIKELY)));
    all.add(
        Truth.of(
            "Orthanc, mutual TLS",
            Stations.MUTUAL,
            lab.mutual.dicom,
            DoorKind.DICOM_TLS,
            closed(Service.UNKNOWN, Verdict.CLOSED, Barrier.CLIENT_CERTIFICATE)
                .rung(ASSOCIATES, NO)));
    all.add(
        Truth.of(
            "dcmqrscp, title ANY-SCP",
            Stations.DCMQRSCP,
            lab.dcmqrscp.port(),
            DoorKind.DICOM,
            openArchive(Service.DICOM)
                .exactly(Row.What.STUDIES, Stations.OTHER.studies())
                .notCounted(Row.What.INSTANCES)
                .software("DCMTK dcmqrscp", Software.Grade.LIKELY)));
    all.add(
        Truth.of(
            "dcmqrscp, another title",
            Stations.DCMQRSCP_OTHER,
            lab.dcmqrscpOther.port(),
            DoorKind.DICOM,
            closed(Service.DICOM, Verdict.CLOSED, Barrier.CALLED_AE).rung(ASSOCIATES, NO)));
    all.add(
        Truth.of(
            "storescp",
            Stations.STORESCP,
            lab.storescp.port(),
            DoorKind.DICOM,
            closed(Service.DICOM, Verdict.ASSOCIATES, Barrier.NO_QUERY_CONTEXT)
                .rung(ASSOCIATES, YES)
                .rung(WRITABLE, INFERRED_YES)
                .software("DCMTK storescp", Software.Grade.LIKELY)));
    all.add(
        Truth.of(
            "wlmscpfs",
            Stations.WORKLIST,
            lab.worklist.port(),
            DoorKind.DICOM,
            Row.of(Service.DICOM, Verdict.READABLE)
                .rung(ASSOCIATES, YES)
                .rung(QUERYABLE, YES)
                .rung(RETRIEVABLE, NO, INFERRED_NO, NOT_ASKED)
                .rung(WRITABLE, INFERRED_NO)));
    all.add(
        Truth.of(
            "TLS 1.0 and nothing better",
            Stations.OLD_TLS,
            lab.oldTls.port(),
            DoorKind.DICOM_TLS,
            Row.of(Service.UNKNOWN, Verdict.UNKNOWN)
                .barrier(Barrier.REJECTED)
                .tls(TlsGrade.Grade.RETIRED)));
    all.addAll(web(lab));
    return all;
  }

  private static List<Truth> web(Stations lab) {
    List<Truth> all = new ArrayList<>();
    all.add(
        Truth.of(
            "Orthanc, HTTP without a password",
            Stations.OPEN,
            lab.open.http,
            DoorKind.HTTP,
            openRest(),
            EXPLORER));
    all.add(
        Truth.of(
            "Orthanc, HTTP with the shipped password",
            Stations.DEFAULT,
            lab.byDefault.http,
            DoorKind.HTTP,
            closed(Service.ORTHANC_REST, Verdict.CLOSED, Barrier.LOGIN)
                .rung(CREDENTIALS, NOT_ASKED)
                .software(ORTHANC, Software.Grade.LIKELY)));
    if (java.nio.file.Files.exists(OrthancServer.DICOMWEB_PLUGIN)) {
      all.add(
          Truth.of(
              "Orthanc with DICOMweb, no password",
              Stations.DICOMWEB,
              lab.dicomweb.http,
              DoorKind.HTTP,
              openRest(),
              EXPLORER,
              Row.of(Service.DICOMWEB, Verdict.DOWNLOADABLE)
                  .rung(QUERYABLE, YES)
                  .rung(RETRIEVABLE, YES)
                  .notCounted(Row.What.PATIENTS)));
    }
    all.add(
        Truth.of(
            "Orthanc with DICOMweb, a password of its own",
            Stations.PASSWORD,
            lab.password.http,
            DoorKind.HTTP,
            closed(Service.ORTHANC_REST, Verdict.CLOSED, Barrier.LOGIN)));
    FileServers files = lab.files;
    int images = FileServers.LOAD.instances();
    all.add(
        Truth.of(
            "nginx, a listing of images",
            FileServers.LISTING,
            files.listing,
            DoorKind.HTTP,
            Row.of(Service.LISTING, Verdict.DOWNLOADABLE)
                .rung(QUERYABLE, YES)
                .rung(RETRIEVABLE, YES)
                .exactly(Row.What.INSTANCES, images)
                .notCounted(Row.What.PATIENTS)));
    all.add(
        Truth.of(
            "nginx, the same behind a password",
            FileServers.BASIC,
            files.basic,
            DoorKind.HTTP,
            closed(Service.HTTP, Verdict.CLOSED, Barrier.LOGIN)));
    all.add(
        Truth.of(
            "nginx, an empty listing",
            FileServers.EMPTY,
            files.empty,
            DoorKind.HTTP,
            Row.of(Service.HTTP, Verdict.ASSOCIATES).notCounted(Row.What.STUDIES)));
    all.add(
        Truth.of(
            "nginx, a listing of other files",
            FileServers.OTHER_FILES,
            files.otherFiles,
            DoorKind.HTTP,
            Row.of(Service.HTTP, Verdict.ASSOCIATES)
                .rung(RETRIEVABLE, NO, NOT_ASKED, UNCLEAR)
                .notCounted(Row.What.STUDIES)));
    all.add(
        Truth.of(
            "nginx, a listing over TLS",
            FileServers.SECURED,
            files.secured,
            DoorKind.HTTPS,
            Row.of(Service.LISTING, Verdict.DOWNLOADABLE)
                .exactly(Row.What.INSTANCES, images)
                .tls(TlsGrade.Grade.SOUND)));
    all.add(
        Truth.of(
            "vsftpd, anonymous",
            FileServers.FTP,
            files.ftp,
            DoorKind.FTP,
            Row.of(Service.FTP, Verdict.DOWNLOADABLE)
                .rung(QUERYABLE, YES)
                .rung(RETRIEVABLE, YES)
                .exactly(Row.What.INSTANCES, images)));
    return all;
  }
}
