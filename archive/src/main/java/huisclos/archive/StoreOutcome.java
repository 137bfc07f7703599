package huisclos.archive;

/** How a store ended. Only {@link Stored} and {@link Duplicate} are an acknowledgement. */
public sealed interface StoreOutcome {

  /** Bytes, trail and index are durable or rebuilt from what is (status 0x0000). */
  record Stored() implements StoreOutcome {}

  /** Equal content is there already and durable; the first is kept (status 0x0000). */
  record Duplicate() implements StoreOutcome {}

  /**
   * Other content is there under this SOP instance UID; the newcomer is quarantined (0xC001).
   *
   * @param quarantineId how {@code huisclos quarantine} names it
   */
  record Conflict(String quarantineId) implements StoreOutcome {}

  /**
   * The instance was deleted or rejected here for a reason that forbids it to come back (status
   * 0xA770); nothing of the newcomer is kept.
   */
  record Rejected(DeleteReason reason) implements StoreOutcome {}

  /** The data set can't be kept; nothing of it is. */
  record Invalid(InvalidReason reason) implements StoreOutcome {}

  /**
   * Not authorized (status 0x0124): what it says of itself, or the study that it would join, is out
   * of reach of whoever sent it; nothing of it is kept, the refusal is on record.
   */
  record Denied() implements StoreOutcome {}

  /** There is no room, or the disk refuses (status 0xA700); nothing of it is kept. */
  record OutOfResources() implements StoreOutcome {}

  /** This one object could not be indexed (status 0x0110); it was not acknowledged. */
  record Failed() implements StoreOutcome {}

  /** Why a data set can't be kept. */
  enum InvalidReason {
    /** Study, series or SOP instance UID is missing or no UID (status 0xA900). */
    MISSING_UID(0xA900),
    /** SOP class or instance UID is unlike the command's (status 0xA900). */
    UNLIKE_COMMAND(0xA900),
    /** It is of another study than it was sent to (status 0xA900). */
    OTHER_STUDY(0xA900),
    /** The SOP class is no storage SOP class that this site takes (status 0x0122). */
    SOP_CLASS(0x0122),
    /** The transfer syntax is none that we know the structure of (status 0xC000). */
    TRANSFER_SYNTAX(0xC000),
    /** The data set breaks PS3.5, or a limit (status 0xC000). */
    MALFORMED(0xC000);

    private final int status;

    InvalidReason(int status) {
      this.status = status;
    }

    /** The C-STORE status that says so (PS3.4 §B.2.3). */
    public int status() {
      return status;
    }
  }
}
