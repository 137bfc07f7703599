/**
 * What is fetched from an identity provider when people sign in there: its metadata, its keys, and
 * the token for a code. Over TLS alone, without redirects, within limits of size and time; what the
 * token is worth, {@code gate} says.
 */
@NullMarked
package huisclos.courier.oidc;

import org.jspecify.annotations.NullMarked;
