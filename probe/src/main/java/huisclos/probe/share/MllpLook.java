package huisclos.probe.share;

import huisclos.probe.finding.Barrier;
import huisclos.probe.finding.DoorKind;
import huisclos.probe.finding.Evidence;
import huisclos.probe.finding.Exposure;
import huisclos.probe.finding.Finding;
import huisclos.probe.finding.FindingBuilder;
import huisclos.probe.finding.Rung;
import huisclos.probe.finding.Service;
import huisclos.probe.look.Look;
import huisclos.probe.look.Visit;
import huisclos.probe.wire.DialException;
import huisclos.probe.wire.Line;
import huisclos.probe.wire.Patience;
import huisclos.probe.wire.Purpose;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Looks at HL7 v2 doors (MLLP): connects and waits a moment. Nothing is sent, for any message is a
 * write; a peer that stays silent is what MLLP looks like, and a port's number all that speaks for
 * it.
 */
public final class MllpLook implements Look {
  private static final Purpose CONNECT =
      Purpose.of(Rung.REACHABLE, "TCP connection, HL7 MLLP: nothing is sent");

  /** What greets does so sooner. */
  private static final Duration GREETING = Duration.ofSeconds(2);

  public MllpLook() {}

  @Override
  public Set<DoorKind> kinds() {
    return Set.of(DoorKind.HL7);
  }

  @Override
  public List<Purpose> purposes(DoorKind kind, Set<Rung> rungs, boolean namesMayCross) {
    return rungs.contains(Rung.REACHABLE) ? List.of(CONNECT) : List.of();
  }

  @Override
  public List<Finding> at(Visit visit) throws DialException {
    Patience usual = visit.dialer().patience();
    Duration wait = usual.reply().compareTo(GREETING) < 0 ? usual.reply() : GREETING;
    Patience brief = new Patience(usual.connect(), wait, wait);
    try (Line line = visit.dialer().dial(visit.door(), CONNECT, brief)) {
      int first = line.in().read();
      return List.of(
          first < 0
              ? other(visit, Barrier.CLOSED_AT_ONCE, "it closed the connection")
              : other(visit, Barrier.NOT_THIS_PROTOCOL, "it speaks first, which MLLP never does"));
    } catch (SocketTimeoutException e) {
      return List.of(silent(visit));
    } catch (DialException e) {
      throw e;
    } catch (IOException e) {
      return List.of(other(visit, Barrier.CLOSED_AT_ONCE, "it closed the connection"));
    }
  }

  private static Finding other(Visit visit, Barrier barrier, String words) {
    return Finding.at(visit.door(), Service.UNKNOWN, visit.now())
        .rung(Rung.REACHABLE, Evidence.yes("the connection is accepted; " + words))
        .barrier(barrier)
        .build();
  }

  private static Finding silent(Visit visit) {
    FindingBuilder found =
        Finding.at(visit.door(), Service.HL7_MLLP, visit.now())
            .rung(Rung.REACHABLE, Evidence.yes("the connection is accepted, and it waits"))
            .barrier(Barrier.SILENT)
            .exposure(Exposure.none("HL7 v2 lists nothing"))
            .note("likely HL7 v2 by its port and its silence only: nothing was sent to it")
            .note("HL7 v2 knows no login: if it is that, who can connect can send");
    if (visit.allows(Rung.ASSOCIATES)) {
      found.rung(
          Rung.ASSOCIATES,
          Evidence.unclear("it takes the connection and waits; so does MLLP, and much else"));
    }
    return found.build();
  }
}
