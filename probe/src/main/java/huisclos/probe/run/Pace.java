package huisclos.probe.run;

import huisclos.probe.wire.Patience;

/**
 * How fast a run goes.
 *
 * @param perHostPerSecond connections a second to one host, above 0
 * @param totalPerSecond connections a second in all, above 0
 * @param hostsAtOnce how many hosts are visited at once, 1 to {@value #MAX_HOSTS_AT_ONCE}
 * @param patience how long each wait may be
 */
public record Pace(
    double perHostPerSecond, double totalPerSecond, int hostsAtOnce, Patience patience) {
  /** Each needs a descriptor and two ports' worth of kernel memory. */
  public static final int MAX_HOSTS_AT_ONCE = 20_000;

  public Pace {
    if (!(perHostPerSecond > 0)
        || !(totalPerSecond > 0)
        || hostsAtOnce < 1
        || hostsAtOnce > MAX_HOSTS_AT_ONCE) {
      throw new IllegalArgumentException("a pace is above 0, and at most 20000 hosts at once");
    }
  }
}
