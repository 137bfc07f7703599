package huisclos.probe.dimse;

import huisclos.probe.finding.DoorKind;
import huisclos.probe.finding.Finding;
import huisclos.probe.finding.Rung;
import huisclos.probe.look.Look;
import huisclos.probe.look.Visit;
import huisclos.probe.wire.DialException;
import huisclos.probe.wire.Purpose;
import java.util.List;
import java.util.Set;

/**
 * Looks at DICOM doors, in clear and over TLS: one association for each verdict, well-formed PDUs
 * only, released in good order (PS3.8 §9). What it asks for and what it makes of the answers is
 * described in {@code docs/probe.md}. Stateless.
 */
public final class DicomLook implements Look {
  public DicomLook() {}

  @Override
  public Set<DoorKind> kinds() {
    return Set.of(DoorKind.DICOM, DoorKind.DICOM_TLS);
  }

  @Override
  public List<Purpose> purposes(DoorKind kind, Set<Rung> rungs, boolean namesMayCross) {
    return Asks.all(rungs, namesMayCross);
  }

  @Override
  public List<Finding> at(Visit visit) throws DialException {
    return List.of(new DoorLook(visit).look());
  }
}
