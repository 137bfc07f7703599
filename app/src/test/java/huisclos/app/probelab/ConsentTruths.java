package huisclos.app.probelab;

import static huisclos.probe.finding.Answer.NO;
import static huisclos.probe.finding.Answer.YES;
import static huisclos.probe.finding.Rung.ASSOCIATES;
import static huisclos.probe.finding.Rung.COUNTABLE;
import static huisclos.probe.finding.Rung.CREDENTIALS;
import static huisclos.probe.finding.Rung.QUERYABLE;
import static huisclos.probe.finding.Rung.RETRIEVABLE;
import static huisclos.probe.finding.Rung.WRITABLE;

import huisclos.probe.finding.Barrier;
import huisclos.probe.finding.DoorKind;
import huisclos.probe.finding.Service;
import huisclos.probe.finding.Verdict;
import java.util.List;

/** What is true where an owner signed for more. */
final class ConsentTruths {
  private ConsentTruths() {}

  /** Names may cross the wire: patients are counted, too. */
  static List<Truth> names(Stations lab) {
    return List.of(
        Truth.of(
            "Orthanc, all allowed",
            Stations.OPEN,
            lab.open.dicom,
            DoorKind.DICOM,
            Row.of(Service.DICOM, Verdict.DOWNLOADABLE)
                .rung(COUNTABLE, YES)
                .exactly(Row.What.PATIENTS, Stations.SMALL.patients())
                .exactly(Row.What.STUDIES, Stations.SMALL.studies())
                .exactly(Row.What.INSTANCES, Stations.SMALL.instances())),
        Truth.of(
            "dcmqrscp, title ANY-SCP",
            Stations.DCMQRSCP,
            lab.dcmqrscp.port(),
            DoorKind.DICOM,
            Row.of(Service.DICOM, Verdict.DOWNLOADABLE)
                .exactly(Row.What.PATIENTS, Stations.OTHER.patients())
                .exactly(Row.What.STUDIES, Stations.OTHER.studies())),
        Truth.of(
            "Orthanc with DICOMweb, no password",
            Stations.DICOMWEB,
            lab.dicomweb.http,
            DoorKind.HTTP,
            Truths.openRest(),
            Truths.EXPLORER,
            Row.of(Service.DICOMWEB, Verdict.DOWNLOADABLE)
                .rung(QUERYABLE, YES)
                .rung(RETRIEVABLE, YES)),
        Truth.of(
            "DICOMweb that ignores every limit",
            Fakes.QIDO,
            lab.fakes.qido,
            DoorKind.HTTP,
            Row.of(Service.DICOMWEB, Verdict.READABLE)
                .rung(QUERYABLE, YES)
                .rung(COUNTABLE, YES)
                .exactly(Row.What.STUDIES, Fakes.MANY)));
  }

  /** The shipped password may be tried, and a canary stored. */
  static List<Truth> writes(Stations lab) {
    return List.of(
        Truth.of(
            "Orthanc, as shipped",
            Stations.DEFAULT,
            lab.byDefault.dicom,
            DoorKind.DICOM,
            Row.of(Service.DICOM, Verdict.WRITABLE)
                .barrier(Barrier.QUERY_REFUSED)
                .rung(ASSOCIATES, YES)
                .rung(QUERYABLE, NO)
                .rung(WRITABLE, YES)),
        Truth.of(
            "Orthanc, HTTP with the shipped password",
            Stations.DEFAULT,
            lab.byDefault.http,
            DoorKind.HTTP,
            Row.of(Service.ORTHANC_REST, Verdict.READABLE)
                .barrier(Barrier.LOGIN)
                .rung(CREDENTIALS, YES)),
        Truth.of(
            "Orthanc with DICOMweb, a password of its own",
            Stations.PASSWORD,
            lab.password.http,
            DoorKind.HTTP,
            Row.of(Service.ORTHANC_REST, Verdict.CLOSED)
                .barrier(Barrier.LOGIN)
                .rung(CREDENTIALS, NO)),
        Truth.of(
            "storescp",
            Stations.STORESCP,
            lab.storescp.port(),
            DoorKind.DICOM,
            Row.of(Service.DICOM, Verdict.WRITABLE)
                .barrier(Barrier.NO_QUERY_CONTEXT)
                .rung(WRITABLE, YES)));
  }
}
