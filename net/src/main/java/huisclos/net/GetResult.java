package huisclos.net;

import java.util.List;

/**
 * How a C-GET ended.
 *
 * @param reply the final status
 * @param counts as the other side counted
 * @param failedSopInstances Failed SOP Instance UID List (0008,0058), where it was sent
 */
public record GetResult(Reply reply, SubOperations counts, List<String> failedSopInstances) {
  public GetResult {
    failedSopInstances = List.copyOf(failedSopInstances);
  }
}
