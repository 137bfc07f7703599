package huisclos.app.home;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * How long each service took, since the start: numbers in fixed steps, for monitoring. From the
 * whole command to the final reply: of a store and a get, the data set's way through the net is in
 * it. Knows services only, no name, UID or value. Thread-safe.
 */
public final class ServiceTimes {
  /** What is timed. */
  public enum Service {
    STORE,
    FIND,
    GET,
    MOVE
  }

  /** Upper bounds of the steps, seconds; the last has none. */
  private static final double[] BOUNDS = {
    0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, Double.POSITIVE_INFINITY
  };

  private static final double NANOS = 1e9;

  private static final class Cell {
    private final LongAdder[] steps = new LongAdder[BOUNDS.length];
    private final LongAdder nanos = new LongAdder();

    Cell() {
      for (int i = 0; i < steps.length; i++) {
        steps[i] = new LongAdder();
      }
    }
  }

  private final Map<Service, Cell> cells = new EnumMap<>(Service.class);

  ServiceTimes() {
    for (Service service : Service.values()) {
      cells.put(service, new Cell());
    }
  }

  /** Counts one that took so long. */
  void add(Service service, long nanos) {
    Cell cell = cell(service);
    int step = 0;
    while (nanos / NANOS > BOUNDS[step]) {
      step++;
    }
    cell.steps[step].increment();
    cell.nanos.add(nanos);
  }

  /** The steps' upper bounds, seconds, ascending; the last is infinite. */
  public static double[] bounds() {
    return BOUNDS.clone();
  }

  /** How many fell into each step. */
  public long[] counts(Service service) {
    LongAdder[] steps = cell(service).steps;
    long[] counts = new long[steps.length];
    for (int i = 0; i < steps.length; i++) {
      counts[i] = steps[i].sum();
    }
    return counts;
  }

  /** How long all took together, seconds. */
  public double seconds(Service service) {
    return cell(service).nanos.sum() / NANOS;
  }

  private Cell cell(Service service) {
    Cell cell = cells.get(service);
    if (cell == null) {
      throw new IllegalStateException("every service has a cell from the start");
    }
    return cell;
  }
}
