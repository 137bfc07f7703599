/** Main, command line, configuration and wiring. No logic. */
@NullMarked
package huisclos.app;

import org.jspecify.annotations.NullMarked;
