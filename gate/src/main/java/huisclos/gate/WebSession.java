package huisclos.gate;

import java.time.Instant;

/**
 * A session as its owner sees it.
 *
 * @param handle names it, opens nothing
 * @param began when its person signed in
 * @param used when it was last used, to the minute
 * @param ends when it ends if it isn't used again
 * @param remote the address it was begun from
 * @param how what its person signed in with
 */
public record WebSession(
    String handle, Instant began, Instant used, Instant ends, String remote, String how) {}
