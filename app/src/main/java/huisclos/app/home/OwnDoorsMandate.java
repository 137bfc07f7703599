package huisclos.app.home;

import huisclos.probe.finding.Door;
import huisclos.probe.finding.Rung;
import huisclos.probe.wire.Mandate;
import huisclos.probe.wire.Purpose;
import java.net.InetAddress;
import java.util.Optional;
import java.util.Set;

/**
 * What a server may do at a door of its own machine: connect, associate, ask for a study that
 * nobody has. No name ever crosses the wire, nothing is retrieved or stored.
 */
record OwnDoorsMandate(Door door) implements Mandate {
  private static final Set<Rung> RUNGS = Set.of(Rung.REACHABLE, Rung.ASSOCIATES, Rung.QUERYABLE);

  @Override
  public Optional<String> objection(InetAddress address, int port, Purpose purpose) {
    boolean mine =
        address.equals(door.socketAddress().getAddress())
            && port == door.port()
            && OwnAddresses.has(address);
    return mine && RUNGS.contains(purpose.rung()) && !purpose.namesCross()
        ? Optional.empty()
        : Optional.of("not a door of this machine, or not a question for it");
  }

  @Override
  public Set<Rung> rungs(InetAddress address) {
    return RUNGS;
  }

  @Override
  public boolean namesMayCross(InetAddress address) {
    return false;
  }

  @Override
  public Optional<String> deletionPlan(InetAddress address) {
    return Optional.empty();
  }
}
