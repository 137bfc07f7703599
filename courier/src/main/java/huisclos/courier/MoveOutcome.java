package huisclos.courier;

import java.util.Optional;

/**
 * How the sub-operations of a move ended.
 *
 * @param completed instances that the destination took
 * @param warned instances that it took with a remark
 * @param failed instances that are not there
 * @param cancelled whether it was broken off because it was asked for; the rest was not tried
 * @param reason why the last of those that failed did; nothing of a patient
 */
public record MoveOutcome(
    int completed, int warned, int failed, boolean cancelled, Optional<String> reason) {}
