package huisclos.app.movein;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What was seen and what became of it, in total, by study and, where it is not in, by name. Names
 * of files may name patients: they go to whoever asked and nowhere else. Thread-safe.
 */
final class Reconciliation {
  /** Most names listed; beyond them there is the count. */
  static final int MAX_LISTED = 50_000;

  /** Most studies told apart; beyond them there is the total. */
  static final int MAX_STUDIES = 200_000;

  private record Listed(String name, Fate fate, String reason) {}

  private final Map<Fate, Long> totals = new EnumMap<>(Fate.class);
  private final Map<String, Map<Fate, Long>> studies = new TreeMap<>();
  private final List<Listed> listed = new ArrayList<>();
  private long bytes;
  private boolean cut;

  /**
   * Counts one.
   *
   * @param study its study, empty where that isn't known
   * @param reason static text, where it is not in
   */
  synchronized void note(Fate fate, String name, String study, String reason, long size) {
    totals.merge(fate, 1L, Long::sum);
    if (fate.in()) {
      bytes += size;
    }
    if (!study.isEmpty()) {
      if (studies.size() < MAX_STUDIES || studies.containsKey(study)) {
        studies.computeIfAbsent(study, _ -> new EnumMap<>(Fate.class)).merge(fate, 1L, Long::sum);
      } else {
        cut = true;
      }
    }
    if (!fate.in() && fate != Fate.DIRECTORY) {
      if (listed.size() < MAX_LISTED) {
        listed.add(new Listed(name, fate, reason));
      } else {
        cut = true;
      }
    }
  }

  synchronized long count(Fate fate) {
    return totals.getOrDefault(fate, 0L);
  }

  /** How many were seen: the sum of all fates. */
  synchronized long seen() {
    return totals.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Bytes of the data sets that are in. */
  synchronized long bytes() {
    return bytes;
  }

  /** The totals alone. */
  synchronized void totals(ObjectNode target) {
    target.put("seen", seen());
    for (Fate fate : Fate.values()) {
      target.put(fate.word(), count(fate));
    }
    target.put("bytes", bytes);
  }

  /** All of it. */
  synchronized void write(ObjectNode target) {
    totals(target);
    ArrayNode byStudy = target.putArray("studies");
    studies.forEach((study, fates) -> {
      ObjectNode row = byStudy.addObject().put("study", study);
      fates.forEach((fate, count) -> row.put(fate.word(), count));
    });
    ArrayNode names = target.putArray("files");
    listed.forEach(one ->
        names
            .addObject()
            .put("file", one.name())
            .put("fate", one.fate().word())
            .put("reason", one.reason()));
    target.put("cut", cut);
  }
}
