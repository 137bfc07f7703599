/**
 * The scope of a probe: who allowed what, where, when and how fast; its signatures; its targets.
 */
@NullMarked
package huisclos.probe.scope;

import org.jspecify.annotations.NullMarked;
