package huisclos.trail;

import java.time.Instant;
import java.util.OptionalLong;

/**
 * One line of the answer to "who saw this".
 *
 * @param time when
 * @param actor who
 * @param remote from where, or empty
 * @param action what
 * @param outcome how it ended
 * @param count how many objects or matches the whole action concerned
 * @param logId where it is on record
 * @param index its index there
 */
public record WhoRow(
    Instant time,
    Actor actor,
    String remote,
    Action action,
    Outcome outcome,
    OptionalLong count,
    String logId,
    long index) {}
