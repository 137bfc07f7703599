package huisclos.archive;

/**
 * Whether the archive answers for one instance (PS3.4 §J.3.3).
 *
 * @param reference what was asked about
 * @param finding what was found
 */
public record CommitAnswer(SopReference reference, Finding finding) {
  /** What was found, with the value of Failure Reason (0008,1197), PS3.3 §C.14.1.1. */
  public enum Finding {
    /** It is in the index, and what lies in the vault was read again and is what came. */
    COMMITTED(0),
    /** It can't be read as it came, or other content from this sender is set aside. */
    PROCESSING_FAILURE(0x0110),
    /** The archive doesn't hold it. */
    NO_SUCH_OBJECT(0x0112),
    /** It is held, as an instance of another class. */
    CLASS_CONFLICT(0x0119);

    private final int failureReason;

    Finding(int failureReason) {
      this.failureReason = failureReason;
    }

    /** The failure reason; 0 where there is no failure. */
    public int failureReason() {
      return failureReason;
    }
  }

  /** Whether it is committed. */
  public boolean committed() {
    return finding == Finding.COMMITTED;
  }
}
