package huisclos.net;

import huisclos.dicom.DataSet;
import java.util.Optional;

/**
 * An N-ACTION-RQ (PS3.7 §10.3.4.1).
 *
 * @param context where it came in
 * @param sopClass Requested SOP Class UID, which is the context's
 * @param sopInstance Requested SOP Instance UID: digits and dots, 64 at most
 * @param actionType Action Type ID, as the SOP class defines it
 * @param information Action Information, where there is some
 */
public record NActionRequest(
    AcceptedContext context,
    String sopClass,
    String sopInstance,
    int actionType,
    Optional<DataSet> information) {}
