/**
 * Admin verbs: over the running server's Unix-domain socket, or on the home directly when none
 * runs.
 */
@NullMarked
package huisclos.app.admin;

import org.jspecify.annotations.NullMarked;
