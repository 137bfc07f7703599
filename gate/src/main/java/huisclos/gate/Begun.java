package huisclos.gate;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which studies a device sent the first instance of within a day: those it is shown again for
 * nothing. That somebody adds to a study doesn't count: it would be a way to see a patient for
 * nothing. Remembered by this process alone; whoever is forgotten pays. Safe from many threads, and
 * apart from all else of the brakes, so that no store waits for them.
 */
final class Begun {
  /** Studies of one device; the oldest go. */
  static final int MAX_STUDIES = 2_000;

  private final Map<String, LinkedHashMap<String, Instant>> devices = new ConcurrentHashMap<>();

  Begun() {}

  void began(String device, String study, Instant now) {
    LinkedHashMap<String, Instant> studies =
        devices.computeIfAbsent(device, _ -> new LinkedHashMap<>());
    synchronized (studies) {
      studies.putLast(study, now);
      if (studies.size() > MAX_STUDIES) {
        studies.pollFirstEntry();
      }
    }
  }

  boolean has(String device, String study, Instant now) {
    LinkedHashMap<String, Instant> studies = devices.get(device);
    if (studies == null) {
      return false;
    }
    synchronized (studies) {
      Purse.expire(studies, now.minus(Purse.DAY));
      return studies.containsKey(study);
    }
  }
}
