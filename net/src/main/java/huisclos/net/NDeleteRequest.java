package huisclos.net;

/**
 * An N-DELETE-RQ (PS3.7 §10.3.6.1).
 *
 * @param context where it came in
 * @param sopClass Requested SOP Class UID, which is the context's
 * @param sopInstance Requested SOP Instance UID: digits and dots, 64 at most
 */
public record NDeleteRequest(AcceptedContext context, String sopClass, String sopInstance) {}
