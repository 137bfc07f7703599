package huisclos.archive;

import java.time.Instant;

/**
 * What became of an instance.
 *
 * @param number its place in the feed: greater than that of every change before it
 * @param at when
 * @param kind what happened
 * @param reason of a deletion, by its {@link DeleteReason#word}; else empty
 * @param study Study Instance UID
 * @param series Series Instance UID
 * @param sopInstance SOP Instance UID
 */
public record Change(
    long number,
    Instant at,
    Kind kind,
    String reason,
    String study,
    String series,
    String sopInstance) {
  /** What can happen to an instance. */
  public enum Kind {
    /** It came. */
    STORED,
    /** A correction applies to it from now on, or no longer does. */
    CORRECTED,
    /** Other content that came under its UID took its place. */
    REPLACED,
    /** It was deleted or rejected, and can be restored. */
    DELETED,
    /** It shows again. */
    RESTORED,
    /** It is gone. */
    PURGED
  }
}
