package huisclos.probe.report;

import huisclos.probe.finding.Count;

/** A sum of counts over hosts, which knows what it is worth. Not thread-safe. */
public final class Total {
  private long sum;
  private long counted;
  private long bounded;
  private long missing;

  public Total() {}

  void add(Count count) {
    switch (count.kind()) {
      case EXACT -> counted++;
      case AT_LEAST -> {
        counted++;
        bounded++;
      }
      case NOT_COUNTED -> missing++;
    }
    sum = saturated(sum, count.number());
  }

  private static long saturated(long one, long other) {
    long both = one + other;
    return both < 0 ? Long.MAX_VALUE : both;
  }

  /** The sum: exact only if every host's count is there and exact. */
  public Count count() {
    if (counted == 0) {
      return Count.not(missing == 0 ? "nothing is open" : "no host could be counted");
    }
    if (bounded + missing == 0) {
      return Count.exact(sum, "sum of exact counts");
    }
    return Count.atLeast(
        sum, bounded + " hosts have a lower bound only, " + missing + " were not counted");
  }

  /** Whichever says more: the greater number, and of equal ones the exact. */
  static Count better(Count one, Count other) {
    if (one.kind() == Count.Kind.NOT_COUNTED || other.kind() == Count.Kind.NOT_COUNTED) {
      return one.kind() == Count.Kind.NOT_COUNTED ? other : one;
    }
    if (one.number() != other.number()) {
      return one.number() > other.number() ? one : other;
    }
    return one.kind() == Count.Kind.EXACT ? one : other;
  }
}
