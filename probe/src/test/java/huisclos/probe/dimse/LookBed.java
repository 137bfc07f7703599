package huisclos.probe.dimse;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.probe.finding.Door;
import huisclos.probe.finding.DoorKind;
import huisclos.probe.finding.Finding;
import huisclos.probe.finding.Rung;
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
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** A look at a fake door, all that leaves checked against the plan. */
final class LookBed {
  static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  private Set<Rung> rungs =
      EnumSet.of(Rung.REACHABLE, Rung.ASSOCIATES, Rung.QUERYABLE, Rung.COUNTABLE, Rung.RETRIEVABLE);
  private boolean names;
  private Optional<String> plan = Optional.empty();
  private Duration reply = Duration.ofSeconds(5);
  private final List<Purpose> journal = new CopyOnWriteArrayList<>();

  LookBed rungs(Rung first, Rung... more) {
    rungs = EnumSet.of(first, more);
    return this;
  }

  LookBed names() {
    names = true;
    return this;
  }

  LookBed deletionPlan() {
    plan = Optional.of("we delete it");
    return this;
  }

  LookBed reply(Duration within) {
    reply = within;
    return this;
  }

  List<Purpose> journal() {
    return journal;
  }

  Finding look(int port) throws DialException {
    return look(port, DoorKind.DICOM);
  }

  Finding look(int port, DoorKind kind) throws DialException {
    Door door = Door.of(InetAddress.getLoopbackAddress(), port, kind);
    DicomLook look = new DicomLook();
    List<Finding> findings =
        look.at(new Visit(door, dialer(), InstantSource.fixed(NOW), new SecureRandom()));
    assertThat(journal).isSubsetOf(look.purposes(kind, rungs, names));
    assertThat(findings).hasSize(1);
    return findings.getFirst();
  }

  private Dialer dialer() {
    return new Dialer(
        new Mandate() {
          @Override
          public Optional<String> objection(InetAddress address, int port, Purpose purpose) {
            return rungs.contains(purpose.rung()) && (names || !purpose.namesCross())
                ? Optional.empty()
                : Optional.of("not allowed");
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
            return plan;
          }
        },
        (_, purpose) -> journal.add(purpose),
        new TcpNetwork(),
        new KillSwitch(),
        new Patience(Duration.ofSeconds(3), reply, Duration.ofSeconds(20)),
        Throttle.perSecond(1e6),
        Throttle.perSecond(1e6));
  }
}
