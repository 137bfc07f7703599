package huisclos.net;

import java.util.List;
import java.util.OptionalInt;

/**
 * The final answer to an operation.
 *
 * @param status see {@link Status}
 * @param comment Error Comment (0000,0902): at most 64 characters of ASCII and no patient's value;
 *     empty for none
 * @param offendingElements the tags of Offending Element (0000,0901)
 * @param errorId Error ID (0000,0903), which some SOP classes define; empty for none
 */
public record Reply(
    int status, String comment, List<Integer> offendingElements, OptionalInt errorId) {
  /** PS3.7 Annex C: VR LO. */
  private static final int MAX_COMMENT = 64;

  public Reply {
    comment = comment.length() > MAX_COMMENT ? comment.substring(0, MAX_COMMENT) : comment;
    offendingElements = List.copyOf(offendingElements);
  }

  /** Without an error id. */
  public Reply(int status, String comment, List<Integer> offendingElements) {
    this(status, comment, offendingElements, OptionalInt.empty());
  }

  /** A status alone. */
  public static Reply of(int status) {
    return new Reply(status, "", List.of());
  }

  /** A status with a comment. */
  public static Reply of(int status, String comment) {
    return new Reply(status, comment, List.of());
  }

  /** Whether the status is success. */
  public boolean success() {
    return status == Status.SUCCESS;
  }

  /** The status alone: a peer's comment may hold anything. */
  @Override
  public String toString() {
    return "Reply[" + Status.format(status) + "]";
  }
}
