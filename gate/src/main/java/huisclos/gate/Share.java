package huisclos.gate;

import huisclos.trail.Actor;
import java.time.Instant;

/**
 * A study that somebody opened to somebody else for a while.
 *
 * @param id a random word, by which it is revoked and named on the trail
 * @param to the person it was shared with
 * @param study Study Instance UID
 * @param by who shared it
 * @param until when it ends
 */
public record Share(String id, String to, String study, Actor by, Instant until) {}
