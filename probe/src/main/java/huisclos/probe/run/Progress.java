package huisclos.probe.run;

import huisclos.probe.results.Sweep;
import java.time.Duration;
import java.util.Optional;

/**
 * How far a run is.
 *
 * @param hosts visited so far, those before a resumption included
 * @param of all of them
 * @param sweep what their ports did
 * @param readable doors that a stranger can read, so far
 * @param perSecond hosts a second, over the last seconds
 * @param left how long the rest will take at that pace; empty while nobody can tell
 */
public record Progress(
    long hosts, long of, Sweep sweep, long readable, double perSecond, Optional<Duration> left) {}
