/** The run: targets in permuted order, a virtual thread a host, pace, progress, resuming. */
@NullMarked
package huisclos.probe.run;

import org.jspecify.annotations.NullMarked;
