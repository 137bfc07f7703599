package huisclos.net;

import huisclos.dicom.DataSet;
import java.util.Optional;

/**
 * An N-EVENT-REPORT-RQ (PS3.7 §10.3.1.1).
 *
 * @param context where it came in
 * @param sopClass Affected SOP Class UID, which is the context's
 * @param sopInstance Affected SOP Instance UID: digits and dots, 64 at most
 * @param eventType Event Type ID, as the SOP class defines it
 * @param information Event Information, where there is some
 */
public record NEventReportRequest(
    AcceptedContext context,
    String sopClass,
    String sopInstance,
    int eventType,
    Optional<DataSet> information) {}
