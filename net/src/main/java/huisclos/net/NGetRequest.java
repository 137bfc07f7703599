package huisclos.net;

import java.util.List;

/**
 * An N-GET-RQ (PS3.7 §10.3.2.1).
 *
 * @param context where it came in
 * @param sopClass Requested SOP Class UID, which is the context's
 * @param sopInstance Requested SOP Instance UID: digits and dots, 64 at most
 * @param tags Attribute Identifier List; empty for all attributes
 */
public record NGetRequest(
    AcceptedContext context, String sopClass, String sopInstance, List<Integer> tags) {
  public NGetRequest {
    tags = List.copyOf(tags);
  }
}
