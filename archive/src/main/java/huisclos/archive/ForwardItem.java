package huisclos.archive;

import java.time.Instant;

/**
 * An instance on its way to a destination.
 *
 * @param id names it in its queue
 * @param sopInstance its UID
 * @param studyUid its study's
 * @param attempts how often the destination refused it for now
 * @param queued since when
 * @param reason why it isn't there yet, or was given up; empty before the first attempt
 */
public record ForwardItem(
    long id, String sopInstance, String studyUid, int attempts, Instant queued, String reason) {}
