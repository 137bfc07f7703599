package huisclos.gate;

import huisclos.trail.Action;
import huisclos.trail.Outcome;
import huisclos.trail.TrailRecord;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * How often each action ended how, since the start: numbers for monitoring, of what went on record.
 * Knows kinds only, no name, UID or value. Thread-safe.
 */
public final class RecordCounts {
  /** A kind of act. */
  public record Kind(Action action, Outcome outcome) {}

  /** How many acts of a kind, and how many objects they were about. */
  public record Count(long acts, long objects) {}

  private static final class Cell {
    private final LongAdder acts = new LongAdder();
    private final LongAdder objects = new LongAdder();
  }

  private final Map<Kind, Cell> cells = new ConcurrentHashMap<>();

  RecordCounts() {}

  void add(List<TrailRecord> records) {
    for (TrailRecord record : records) {
      Cell cell =
          cells.computeIfAbsent(new Kind(record.action(), record.outcome()), _ -> new Cell());
      cell.acts.increment();
      cell.objects.add(record.count().orElse(0));
    }
  }

  /** The numbers now, those that aren't zero. */
  public Map<Kind, Count> now() {
    Map<Kind, Count> now =
        new TreeMap<>((a, b) -> {
          int byAction = a.action().compareTo(b.action());
          return byAction != 0 ? byAction : a.outcome().compareTo(b.outcome());
        });
    cells.forEach((kind, cell) -> now.put(kind, new Count(cell.acts.sum(), cell.objects.sum())));
    return now;
  }
}
