package huisclos.trail;

/**
 * A record and its place.
 *
 * @param logId the log it is in
 * @param index its index in that log, from 0
 * @param record what it says
 */
public record TrailEntry(String logId, long index, TrailRecord record) {}
