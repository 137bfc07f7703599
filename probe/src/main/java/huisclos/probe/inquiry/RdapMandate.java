package huisclos.probe.inquiry;

import huisclos.probe.finding.Rung;
import huisclos.probe.scope.Scope;
import huisclos.probe.wire.Mandate;
import huisclos.probe.wire.Purpose;
import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/**
 * What a signed scope allows towards its RDAP service: questions about addresses, at the pinned
 * addresses and the one port, within the scope's window. Nothing else, and nowhere else.
 */
final class RdapMandate implements Mandate {
  private final Scope scope;
  private final Set<InetAddress> addresses;
  private final int port;
  private final InstantSource clock;

  RdapMandate(Scope scope, int port, InstantSource clock) {
    this.scope = scope;
    this.addresses = Set.copyOf(scope.inquiries().rdapAddresses());
    this.port = port;
    this.clock = clock;
  }

  @Override
  public Optional<String> objection(InetAddress address, int to, Purpose purpose) {
    Instant now = clock.instant();
    if (scope.authorisers().isEmpty()) {
      return Optional.of("nobody signed the scope");
    }
    if (now.isBefore(scope.from()) || !now.isBefore(scope.until())) {
      return Optional.of("the scope's window is from " + scope.from() + " to " + scope.until());
    }
    if (!addresses.contains(address) || to != port) {
      return Optional.of("the scope's RDAP service isn't there");
    }
    return Questions.rdap(purpose)
        ? Optional.empty()
        : Optional.of("the RDAP service is asked about addresses, and nothing else");
  }

  @Override
  public Set<Rung> rungs(InetAddress address) {
    return Set.of();
  }

  @Override
  public boolean namesMayCross(InetAddress address) {
    return false;
  }

  @Override
  public Optional<String> deletionPlan(InetAddress address) {
    return Optional.empty();
  }

  @Override
  public Optional<String> contact() {
    return Optional.of(scope.contact());
  }
}
