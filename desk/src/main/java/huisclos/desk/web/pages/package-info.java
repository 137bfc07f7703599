/**
 * The pages of people: signing in, a second factor, invitations, their account. Rendered here,
 * usable without scripts but for passkeys; no page that a stranger can see names the product, its
 * version or the site. What happens, the gate decides.
 */
@NullMarked
package huisclos.desk.web.pages;

import org.jspecify.annotations.NullMarked;
