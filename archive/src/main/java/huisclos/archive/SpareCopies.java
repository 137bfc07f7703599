package huisclos.archive;

import huisclos.vault.BlobAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Whole objects that a round met in other places than the index names: what is damaged may have a
 * twin. Bounded; used by one thread.
 */
final class SpareCopies {
  private static final int MAX_KEPT = 100_000;

  private final Map<String, String> places = new HashMap<>();

  void met(String sop, String sha256, BlobAddress address) {
    if (places.size() < MAX_KEPT) {
      places.put(sop + '/' + sha256, ScrubInstances.place(address));
    }
  }

  /** Where a whole object of this UID and content lies beside the place that the index names. */
  Optional<String> of(String sop, String sha256) {
    return Optional.ofNullable(places.get(sop + '/' + sha256));
  }
}
