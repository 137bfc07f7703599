package huisclos.net;

import huisclos.dicom.DataSet;

/**
 * An N-SET-RQ (PS3.7 §10.3.3.1).
 *
 * @param context where it came in
 * @param sopClass Requested SOP Class UID, which is the context's
 * @param sopInstance Requested SOP Instance UID: digits and dots, 64 at most
 * @param modifications Modification List
 */
public record NSetRequest(
    AcceptedContext context, String sopClass, String sopInstance, DataSet modifications) {}
