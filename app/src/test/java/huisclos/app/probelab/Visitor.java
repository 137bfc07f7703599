package huisclos.app.probelab;

import huisclos.probe.dimse.DicomLook;
import huisclos.probe.finding.Door;
import huisclos.probe.finding.Finding;
import huisclos.probe.finding.Rung;
import huisclos.probe.look.Look;
import huisclos.probe.look.Visit;
import huisclos.probe.share.FtpLook;
import huisclos.probe.share.MllpLook;
import huisclos.probe.share.SmbLook;
import huisclos.probe.web.WebLook;
import huisclos.probe.wire.DialException;
import huisclos.probe.wire.Dialer;
import huisclos.probe.wire.Journal;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** Looks at doors without a scope, everything allowed, and notes what was sent beyond the plan. */
final class Visitor {
  private static final List<Look> LOOKS =
      List.of(new DicomLook(), new WebLook(), new MllpLook(), new FtpLook(), new SmbLook());
  private static final Patience PATIENCE =
      new Patience(Duration.ofSeconds(2), Duration.ofMillis(2500), Duration.ofSeconds(8));
  private static final double HOST_RATE = 200;
  private static final double RATE = 2000;

  private final Set<Rung> rungs;
  private final boolean names;
  private final List<String> unplanned = new CopyOnWriteArrayList<>();
  private final List<Purpose> sent = new CopyOnWriteArrayList<>();

  Visitor(Set<Rung> rungs, boolean names) {
    this.rungs = Set.copyOf(rungs);
    this.names = names;
  }

  /** Everything that the looks for this kind of door find there. */
  List<Finding> at(Door door) throws DialException {
    List<Finding> found = new ArrayList<>();
    for (Look look : LOOKS) {
      if (look.kinds().contains(door.kind())) {
        List<Purpose> planned = look.purposes(door.kind(), rungs, names);
        Journal journal =
            (where, purpose) -> {
              sent.add(purpose);
              if (!planned.contains(purpose)) {
                unplanned.add(where + " " + purpose);
              }
            };
        Dialer dialer =
            new Dialer(
                new Everything(),
                journal,
                new TcpNetwork(),
                new KillSwitch(),
                PATIENCE,
                Throttle.perSecond(RATE),
                Throttle.perSecond(HOST_RATE));
        found.addAll(look.at(new Visit(door, dialer, InstantSource.system(), new SecureRandom())));
      }
    }
    return found;
  }

  /** What was sent that no plan would have shown. */
  List<String> unplanned() {
    return List.copyOf(unplanned);
  }

  /** Everything that was sent, in order. */
  List<Purpose> sent() {
    return List.copyOf(sent);
  }

  private final class Everything implements Mandate {
    @Override
    public Optional<String> objection(InetAddress address, int port, Purpose purpose) {
      return rungs.contains(purpose.rung()) && (names || !purpose.namesCross())
          ? Optional.empty()
          : Optional.of("not asked for");
    }

    @Override
    public Set<Rung> rungs(InetAddress address) {
      return rungs;
    }

    @Override
    public boolean namesMayCross(InetAddress address) {
      return names;
    }

    @Override
    public Optional<String> deletionPlan(InetAddress address) {
      return Optional.of("the test ends");
    }
  }
}
