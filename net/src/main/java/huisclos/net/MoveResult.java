package huisclos.net;

import java.util.List;

/**
 * How a C-MOVE ended.
 *
 * @param reply the final status
 * @param counts as the other side counted
 * @param failedSopInstances Failed SOP Instance UID List (0008,0058), where it was sent
 */
public record MoveResult(Reply reply, SubOperations counts, List<String> failedSopInstances) {
  public MoveResult {
    failedSopInstances = List.copyOf(failedSopInstances);
  }
}
