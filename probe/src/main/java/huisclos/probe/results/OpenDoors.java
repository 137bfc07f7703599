package huisclos.probe.results;

import java.io.IOException;
import java.util.List;

/** The doors that a recheck goes to. */
public final class OpenDoors {
  private OpenDoors() {}

  /**
   * The doors that were open when they were last looked at clearly, at most {@link
   * History#MAX_DOORS}. A recheck writes what it finds at each as a run of its own, whose note of
   * the scope has only the addresses and ports it went to; a door that no longer answers needs no
   * finding, for a complete run that covers it says so.
   */
  public static List<DoorHistory> of(ResultStore store) throws IOException {
    return History.of(store).doors().stream().filter(DoorHistory::unsettled).toList();
  }
}
