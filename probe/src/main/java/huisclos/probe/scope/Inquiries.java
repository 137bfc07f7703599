package huisclos.probe.scope;

import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where the operator lets the probe ask about owners, and where it looks countries up.
 *
 * @param rdap base address of an RDAP service (RFC 9082), {@code https} only; empty: none is asked
 * @param rdapAddresses the addresses that its name is pinned to; none: it isn't asked
 * @param securityTxt whether {@code security.txt} (RFC 9116) is fetched from hosts in the scope
 * @param ranges a table of ranges, countries and networks; empty without one
 */
public record Inquiries(
    Optional<URI> rdap,
    List<InetAddress> rdapAddresses,
    boolean securityTxt,
    Optional<Path> ranges) {
  public Inquiries {
    rdapAddresses = List.copyOf(rdapAddresses);
  }

  /** Of a scope that says nothing: nobody is asked. */
  public static Inquiries none() {
    return new Inquiries(Optional.empty(), List.of(), false, Optional.empty());
  }
}
