package huisclos.archive;

import java.time.Instant;
import java.util.Optional;

/**
 * How a destination's queue stands.
 *
 * @param destination its title
 * @param waiting instances to be sent
 * @param sent instances sent, of the last {@value ForwardQueue#KEPT_DAYS} days
 * @param failed instances given up
 * @param oldest since when the first of them waits
 * @param lastReason why the last that wasn't sent wasn't
 */
public record ForwardCount(
    String destination,
    long waiting,
    long sent,
    long failed,
    Optional<Instant> oldest,
    String lastReason) {}
