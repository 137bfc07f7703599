package huisclos.probe.share;

import huisclos.probe.finding.Door;
import huisclos.probe.finding.DoorKind;
import huisclos.probe.finding.Finding;
import huisclos.probe.finding.Rung;
import huisclos.probe.look.Look;
import huisclos.probe.look.Visit;
import huisclos.probe.wire.DialException;
import huisclos.probe.wire.Dialer;
import huisclos.probe.wire.KillSwitch;
import huisclos.probe.wire.Mandate;
import huisclos.probe.wire.Patience;
import huisclos.probe.wire.Purpose;
import huisclos.probe.wire.TcpNetwork;
import huisclos.probe.wire.Throttle;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** One visit to a door on loopback, by a mandate of the test's own. */
public final class Walk {
  /** What was put on record, in order. */
  public final List<Purpose> journal = new CopyOnWriteArrayList<>();

  private Set<Rung> rungs = EnumSet.allOf(Rung.class);
  private boolean names;
  private Patience patience =
      new Patience(Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofSeconds(4));

  public Walk() {}

  /** Up to this rung, in their order. */
  public Walk upTo(Rung rung) {
    rungs = EnumSet.range(Rung.REACHABLE, rung);
    return this;
  }

  public Walk namesMayCross() {
    names = true;
    return this;
  }

  public Walk patience(Duration reply, Duration conversation) {
    patience = new Patience(Duration.ofSeconds(2), reply, conversation);
    return this;
  }

  /** Looks; fails where something was sent that the plan doesn't list. */
  public List<Finding> at(Look look, DoorKind kind, int port) throws DialException {
    Door door = Door.of(InetAddress.ofLiteral("127.0.0.1"), port, kind);
    Dialer dialer =
        new Dialer(
            new Granted(rungs, names),
            (_, purpose) -> journal.add(purpose),
            new TcpNetwork(),
            new KillSwitch(),
            patience,
            Throttle.perSecond(1e6),
            Throttle.perSecond(1e6));
    List<Finding> found = look.at(visit(door, dialer));
    List<Purpose> plan = look.purposes(kind, rungs, names);
    if (!plan.containsAll(journal)) {
      throw new AssertionError("sent what the plan doesn't list: " + journal + " beside " + plan);
    }
    return found;
  }

  private static Visit visit(Door door, Dialer dialer) {
    return new Visit(door, dialer, InstantSource.system(), new SecureRandom());
  }

  private record Granted(Set<Rung> allowed, boolean names) implements Mandate {
    @Override
    public Optional<String> objection(InetAddress address, int port, Purpose purpose) {
      boolean fine =
          address.isLoopbackAddress()
              && allowed.contains(purpose.rung())
              && (names || !purpose.namesCross());
      return fine ? Optional.empty() : Optional.of("not within this test's mandate");
    }

    @Override
    public Set<Rung> rungs(InetAddress address) {
      return allowed;
    }

    @Override
    public boolean namesMayCross(InetAddress address) {
      return names;
    }

    @Override
    public Optional<String> deletionPlan(InetAddress address) {
      return Optional.empty();
    }

    @Override
    public Optional<String> contact() {
      return Optional.of("probe@example.org");
    }
  }
}
