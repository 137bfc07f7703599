/** Tests of telling software by its behaviour. */
@NullMarked
package huisclos.probe.software;

import org.jspecify.annotations.NullMarked;
