/** Which software a behaviour is, which CVEs may follow, what speaks for a honeypot. */
@NullMarked
package huisclos.probe.software;

import org.jspecify.annotations.NullMarked;
