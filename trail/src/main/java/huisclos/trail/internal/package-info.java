/** How the log lies on the disk: journal, tiles, notes, and the steps between them. */
@NullMarked
package huisclos.trail.internal;

import org.jspecify.annotations.NullMarked;
