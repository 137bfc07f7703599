/** The home directory: its layout, its lock, its settings, and the opened site. */
@NullMarked
package huisclos.app.home;

import org.jspecify.annotations.NullMarked;
