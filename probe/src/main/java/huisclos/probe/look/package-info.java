/** What a look at a door is; the looks themselves are in packages of their protocols. */
@NullMarked
package huisclos.probe.look;

import org.jspecify.annotations.NullMarked;
