package huisclos.probe.scope;

import huisclos.probe.finding.Rung;
import huisclos.probe.wire.Mandate;
import huisclos.probe.wire.Purpose;
import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/** What a scope allows. Immutable but for its clock; some 50 comparisons a question. */
final class ScopeMandate implements Mandate {
  private final Scope scope;
  private final InstantSource clock;

  ScopeMandate(Scope scope, InstantSource clock) {
    this.scope = scope;
    this.clock = clock;
  }

  @Override
  public Optional<String> objection(InetAddress address, int port, Purpose purpose) {
    if (scope.authorisers().isEmpty()) {
      return Optional.of("nobody signed the scope");
    }
    Instant now = clock.instant();
    if (now.isBefore(scope.from())) {
      return Optional.of("the scope's window opens at " + scope.from());
    }
    if (!now.isBefore(scope.until())) {
      return Optional.of("the scope's window closed at " + scope.until());
    }
    Ip ip = Ip.of(address);
    Optional<Zones.Zone> zone = scope.zones().at(ip);
    if (zone.isEmpty()) {
      return Optional.of(
          scope.excluded(ip) ? "the scope excludes this address" : "the address is out of scope");
    }
    return objection(zone.orElseThrow(), ip, port, purpose);
  }

  private Optional<String> objection(Zones.Zone zone, Ip ip, int port, Purpose purpose) {
    if (!zone.ports().contains(port)) {
      return Optional.of("port " + port + " isn't in the scope for this address");
    }
    Rung rung = purpose.rung();
    if (!zone.rungs().contains(rung)) {
      return Optional.of("the scope doesn't allow the rung " + rung.word() + " here");
    }
    if (!scope.rungs(zone, ip).contains(rung)) {
      return Optional.of("the owner's consent to " + rung.word() + " is missing for this host");
    }
    if (purpose.namesCross() && !scope.namesMayCross(ip)) {
      return Optional.of("this server's owner didn't sign that names may cross the wire");
    }
    return Optional.empty();
  }

  @Override
  public Set<Rung> rungs(InetAddress address) {
    Ip ip = Ip.of(address);
    return scope.zones().at(ip).map(zone -> scope.rungs(zone, ip)).orElse(Set.<Rung>of());
  }

  @Override
  public boolean namesMayCross(InetAddress address) {
    Ip ip = Ip.of(address);
    return scope.namesMayCross(ip) && scope.zones().at(ip).isPresent();
  }

  @Override
  public Optional<String> deletionPlan(InetAddress address) {
    return scope.consent(Ip.of(address)).flatMap(Consent::deletionPlan);
  }

  @Override
  public Optional<String> contact() {
    return Optional.of(scope.contact()).filter(contact -> !contact.isEmpty());
  }
}
