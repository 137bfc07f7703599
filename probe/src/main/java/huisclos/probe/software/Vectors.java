package huisclos.probe.software;

import huisclos.probe.finding.Software;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The context results of programs that share DCMTK's implementation UID, as observed with DCMTK
 * 3.6.7 and Orthanc 1.10.1, and what they answer to a retrieval of nothing. The order is that of
 * the probe's first association: Verification; Patient Root find, move, get; Study Root find, move,
 * get; worklist; CT and secondary capture storage; storage commitment; performed procedure step.
 */
public final class Vectors {
  static final String ORTHANC = "Orthanc";

  private static final Map<String, String> DCMTK_PROGRAMS =
      Map.of(
          "000000030003", ORTHANC,
          // With its worklist plugin.
          "000000000003", ORTHANC,
          "000000030033", "DCMTK dcmqrscp",
          "033333330033", "DCMTK storescp",
          "033333303333", "DCMTK wlmscpfs");

  /** Orthanc's answer to a C-GET of what it doesn't have; who isn't permitted gets an A-ABORT. */
  private static final Set<Integer> ORTHANC_FINDS_NOTHING = Set.of(0xC000);

  private Vectors() {}

  /** Which program answers so; empty where none is known to. */
  static Optional<String> dcmtkProgram(String contexts) {
    return Optional.ofNullable(DCMTK_PROGRAMS.get(contexts));
  }

  /**
   * Whether this failure status of a C-GET for a random UID means that the product looked for it,
   * which it doesn't do for those it refuses. Proven for each product by observation.
   */
  public static boolean looksUp(Software software, int status) {
    return software.product().equals(ORTHANC) && ORTHANC_FINDS_NOTHING.contains(status);
  }
}
