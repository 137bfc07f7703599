/**
 * A certificate of the web door from an authority that speaks ACME (RFC 8555), by the challenge
 * tls-alpn-01 (RFC 8737): the door proves itself over TLS, so that no plain-text listener is
 * needed.
 *
 * <p>Dials the one authority of the settings, over TLS. What the authority says is checked: a
 * certificate that isn't ours to use is refused, and the door keeps what it has.
 */
@NullMarked
package huisclos.courier.acme;

import org.jspecify.annotations.NullMarked;
