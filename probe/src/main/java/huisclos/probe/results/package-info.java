/** What runs found, sealed on disk, with history. */
@NullMarked
package huisclos.probe.results;

import org.jspecify.annotations.NullMarked;
