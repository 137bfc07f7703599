package huisclos.app.health;

import huisclos.app.home.Site;
import huisclos.archive.ScrubStatus;
import huisclos.gate.DoorReport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether the archive can do its work now.
 *
 * @param reasons why not; empty when it can
 */
public record Health(List<String> reasons) {
  public Health {
    reasons = List.copyOf(reasons);
  }

  /** Looks. */
  public static Health of(Site site) {
    List<String> reasons = new ArrayList<>();
    if (!site.doors().isOpen()) {
      reasons.add("the DICOM door does not listen");
    }
    site.doors().selfProbe().shut().forEach(open -> reasons.add(open.words()));
    try {
      var _ = site.archive().statistics();
    } catch (IOException | RuntimeException e) {
      reasons.add("the index can't be read");
    }
    if (site.gate().alerts().failures() > 0) {
      reasons.add("alerts, or what the brakes count, could not be kept or told");
    }
    if (site.reserve().state() == huisclos.archive.DiskReserve.State.FULL) {
      reasons.add("the disk is full: stores are refused");
    }
    try {
      DoorReport doors = site.gate().doors();
      if (doors.unrecorded() > 0) {
        reasons.add("refusals could not be put on the trail");
      }
      if (doors.authority().state() == DoorReport.State.EXPIRED
          || doors.server().stream().anyMatch(c -> c.state() == DoorReport.State.EXPIRED)) {
        reasons.add("a certificate of the server has expired");
      }
    } catch (RuntimeException e) {
      reasons.add("the register of devices can't be read");
    }
    ScrubStatus scrub = site.archive().scrubber().status();
    if (scrub.damage() > 0) {
      reasons.add(
          "%d pieces of what is stored are damaged: see `huisclos scrub --list`"
              .formatted(scrub.damage()));
    }
    if (scrub.missing() > 0) {
      reasons.add(
          "%d instances acknowledged before are not in the vault: see `huisclos scrub --list`"
              .formatted(scrub.missing()));
    }
    site.backups().complaint().ifPresent(reasons::add);
    return new Health(reasons);
  }

  /** Whether it can. */
  public boolean good() {
    return reasons.isEmpty();
  }
}
