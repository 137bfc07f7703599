package huisclos.probe.scope;

/**
 * How fast a probe may be.
 *
 * @param perHostPerSecond connections a second to one host
 * @param totalPerSecond connections a second to all hosts together
 * @param hostsAtOnce hosts that are visited at the same time, one connection each
 */
public record Rates(double perHostPerSecond, double totalPerSecond, int hostsAtOnce) {
  /** Highest rate a scope can ask for, connections a second. */
  public static final double MAX_PER_SECOND = 1_000_000;

  /** Most hosts at the same time. */
  public static final int MAX_HOSTS_AT_ONCE = 50_000;

  public Rates {
    if (!(perHostPerSecond > 0 && perHostPerSecond <= MAX_PER_SECOND)
        || !(totalPerSecond > 0 && totalPerSecond <= MAX_PER_SECOND)
        || hostsAtOnce < 1
        || hostsAtOnce > MAX_HOSTS_AT_ONCE) {
      throw new IllegalArgumentException("rate out of range");
    }
  }

  /** What a scope that says nothing gets: one a second per host, a hundred in all. */
  public static Rates usual() {
    return new Rates(1, 100, 64);
  }
}
