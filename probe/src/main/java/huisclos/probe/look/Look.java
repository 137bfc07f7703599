package huisclos.probe.look;

import huisclos.probe.finding.DoorKind;
import huisclos.probe.finding.Finding;
import huisclos.probe.finding.Rung;
import huisclos.probe.wire.DialException;
import huisclos.probe.wire.Purpose;
import java.util.List;
import java.util.Set;

/**
 * One way to look at doors of some kinds. Well-formed messages only, one conversation at a time,
 * ended in good order. Stateless: one instance serves every thread.
 */
public interface Look {
  /** The kinds of door it looks at. */
  Set<DoorKind> kinds();

  /**
   * Everything it may send to a door of this kind, in order: what {@code --plan} prints. A look
   * sends nothing that isn't listed here.
   *
   * @param rungs what the scope allows there
   * @param namesMayCross whether the owner signed that names may cross the wire
   */
  List<Purpose> purposes(DoorKind kind, Set<Rung> rungs, boolean namesMayCross);

  /**
   * Looks. What isn't allowed isn't asked.
   *
   * @return what was found, one for each service
   * @throws DialException if the first connection doesn't come about, or the run was stopped; what
   *     goes wrong later is part of the finding
   */
  List<Finding> at(Visit visit) throws DialException;
}
