package huisclos.gate;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;

/**
 * A peer that the archive may dial: a C-MOVE or forwarding destination, or where reports go.
 * Immutable.
 *
 * @param aet the title that others name it by, valid by {@link AeTitle}, without padding
 * @param host its name or address, as it is dialled
 * @param port 1 to 65535
 * @param calledAet the title it is called by; as a rule the same
 * @param trust a certificate that it is known by: its own, or the authority's that issued it; empty
 *     where it is one of this site's devices, known by that device's live certificates
 * @param identity what we show it; empty for the archive's own server certificate
 * @param added when it was added or last replaced
 */
public record Destination(
    String aet,
    String host,
    int port,
    String calledAet,
    Optional<X509Certificate> trust,
    Optional<PeerIdentity> identity,
    Instant added) {
  public Destination {
    if (!AeTitle.of(aet).equals(Optional.of(aet))
        || !AeTitle.of(calledAet).equals(Optional.of(calledAet))) {
      throw new IllegalArgumentException("not an application entity title");
    }
    if (host.isBlank() || port < 1 || port > 65_535) {
      throw new IllegalArgumentException("not an address");
    }
  }

  /** Where it is, for a person: {@code host:port}. */
  public String address() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }

  /** The first end of a certificate that the registry holds for it: of its own, or of ours. */
  public Optional<Instant> until() {
    Optional<Instant> theirs = trust.map(c -> c.getNotAfter().toInstant());
    Optional<Instant> ours = identity.map(i -> i.certificate().getNotAfter().toInstant());
    return theirs.isPresent() && ours.isPresent()
        ? theirs.filter(ours.get()::isAfter).or(() -> ours)
        : theirs.or(() -> ours);
  }

  @Override
  public String toString() {
    return "Destination[" + aet + " " + address() + "]";
  }
}
