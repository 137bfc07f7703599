package huisclos.probe.wire;

import huisclos.probe.finding.Rung;
import java.net.InetAddress;
import java.util.Optional;
import java.util.Set;

/** What may be done to whom. Asked at the socket, with the address that is really dialled. */
public interface Mandate {
  /**
   * Why this may not be sent to this address and port now; empty where it may. Looks at the
   * address, the exclusions, the port, the time window, the rung, and whether names may cross.
   */
  Optional<String> objection(InetAddress address, int port, Purpose purpose);

  /** The rungs that are allowed at this address; none where it is outside. */
  Set<Rung> rungs(InetAddress address);

  /** Whether this server's owner signed that names may cross the wire. */
  boolean namesMayCross(InetAddress address);

  /** What the owner wrote about a canary that is to be stored and deleted again; empty without. */
  Optional<String> deletionPlan(InetAddress address);

  /** Whom to write to about this probe, as the scope gives it: told to every web server asked. */
  default Optional<String> contact() {
    return Optional.empty();
  }
}
