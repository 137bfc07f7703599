/**
 * What one object costs in each room by itself: JMH benchmarks, run by {@code ./dev bench parts}.
 */
@NullMarked
package huisclos.bench;

import org.jspecify.annotations.NullMarked;
