package huisclos.net;

import huisclos.dicom.DataSet;
import java.util.Optional;

/**
 * An N-CREATE-RQ (PS3.7 §10.3.5.1).
 *
 * @param context where it came in
 * @param sopClass Affected SOP Class UID, which is the context's
 * @param sopInstance Affected SOP Instance UID; empty where the performer is to choose one, which
 *     it then names in its {@link NormalizedReply}
 * @param attributes Attribute List; empty where none came
 */
public record NCreateRequest(
    AcceptedContext context, String sopClass, Optional<String> sopInstance, DataSet attributes) {}
