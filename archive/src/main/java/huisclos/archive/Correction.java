package huisclos.archive;

import java.time.Instant;
import java.util.List;

/**
 * A correction in force.
 *
 * @param act number of the act that made it
 * @param time when
 * @param onArrival whether a rule made it as the object came
 * @param showsOriginal whether what it replaced may be told along with it
 * @param scope what it is about
 * @param overlay what it changes
 */
record Correction(
    long act,
    Instant time,
    boolean onArrival,
    boolean showsOriginal,
    Scope scope,
    Overlay overlay) {

  /** Those of a list that are about an instance, in the order in which they apply. */
  static List<Correction> about(
      List<Correction> corrections, String study, String series, String sop) {
    return corrections.stream().filter(c -> c.scope().covers(study, series, sop)).toList();
  }
}
