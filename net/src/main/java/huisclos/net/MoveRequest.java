package huisclos.net;

import huisclos.dicom.DataSet;

/**
 * A C-MOVE-RQ (PS3.7 §9.3.4.1).
 *
 * @param context where it came in; its abstract syntax is the SOP class
 * @param messageId the operation's id, which the sub-operations name as their originator's
 * @param destination Move Destination: an AE title as the peer wrote it, without its padding; may
 *     be empty
 * @param identifier what is asked for; it may name patients
 */
public record MoveRequest(
    AcceptedContext context, int messageId, String destination, DataSet identifier) {
  /** Affected SOP Class UID. */
  public String sopClass() {
    return context.abstractSyntax();
  }
}
