/**
 * What runs found, kept: sealed, with history, for 180 days by default.
 *
 * <p>Guarantee: a finding opens only at its number in its run; none can be exchanged, dropped from
 * the middle or, once a checkpoint or the tail vouches for it, cut off unseen. That a whole run was
 * removed isn't seen here; the trail holds that it ran.
 */
@NullMarked
package huisclos.probe.results;

import org.jspecify.annotations.NullMarked;
