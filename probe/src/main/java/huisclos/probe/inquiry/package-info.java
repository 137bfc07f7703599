/**
 * Whom to tell about open doors, asked of the hosts themselves ({@code security.txt}, RFC 9116) and
 * of a registry (RDAP, RFC 9082), as far as the signed scope lets it.
 */
@NullMarked
package huisclos.probe.inquiry;

import org.jspecify.annotations.NullMarked;
