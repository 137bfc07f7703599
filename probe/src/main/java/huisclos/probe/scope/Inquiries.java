package huisclos.probe.scope;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the operator lets the probe ask about owners, and where it looks countries up.
 *
 * @param rdap base address of an RDAP service (RFC 9082), {@code https} only; empty: none is asked
 * @param securityTxt whether {@code security.txt} (RFC 9116) is fetched from hosts in the scope
 * @param ranges a table of ranges, countries and networks; empty without one
 */
public record Inquiries(Optional<String> rdap, boolean securityTxt, Optional<Path> ranges) {}
