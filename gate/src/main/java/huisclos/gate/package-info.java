/**
 * Who may come in and what they may do: identities, the site's CA, grants; mints Pass. The only room that says yes.
 */
@NullMarked
package huisclos.gate;

import org.jspecify.annotations.NullMarked;
