/** How the archive is: for scripts and monitoring, on a local socket only; no patient's value. */
@NullMarked
package huisclos.app.health;

import org.jspecify.annotations.NullMarked;
