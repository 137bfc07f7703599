package huisclos.net;

import huisclos.dicom.DataSet;

/**
 * What an N-EVENT-REPORT-RQ says (PS3.7 §10.3.1.1).
 *
 * @param sopClass Affected SOP Class UID
 * @param sopInstance Affected SOP Instance UID
 * @param eventType Event Type ID
 * @param information Event Information
 */
public record EventReport(
    String sopClass, String sopInstance, int eventType, DataSet information) {}
