package huisclos.gate;

import huisclos.trail.Action;
import huisclos.trail.Actor;
import huisclos.trail.Fact;
import huisclos.trail.Outcome;
import huisclos.trail.TrailRecord;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Keeps refusals on record without letting a stranger fill the disk: the first few of each source
 * and minute one by one, then one record with their number; sources beyond a bound, and single
 * records beyond a bound, are counted together. Nothing is dropped uncounted. Safe from many
 * threads.
 */
final class FloodGuard {
  /** Refusals of one source that are recorded one by one in a window. */
  static final int SINGLE_PER_SOURCE = 20;

  /** Refusals of all sources that are recorded one by one in a window. */
  static final int SINGLE_IN_ALL = 600;

  /** Sources counted apart in a window; a further one is counted with the rest. */
  static final int MAX_SOURCES = 1_024;

  static final Duration WINDOW = Duration.ofMinutes(1);

  /** Stands for all sources beyond the bound. */
  static final String REST = "others";

  private static final class Count {
    private int single;
    private long summed;
  }

  private final Clock clock;
  private final Map<String, Count> sources = new HashMap<>();
  private Instant windowStart;
  private int singleInAll;

  FloodGuard(Clock clock) {
    this.clock = clock;
    this.windowStart = clock.instant();
  }

  /** What to put on record now that this was refused; the record itself, or nothing but a count. */
  synchronized List<TrailRecord> refused(String remote, TrailRecord record) {
    List<TrailRecord> out = new ArrayList<>(turn());
    String source = source(remote);
    Count count = sources.get(source);
    if (count == null) {
      source = sources.size() < MAX_SOURCES ? source : REST;
      count = sources.computeIfAbsent(source, _ -> new Count());
    }
    if (count.single < SINGLE_PER_SOURCE && singleInAll < SINGLE_IN_ALL) {
      count.single++;
      singleInAll++;
      out.add(record);
    } else {
      count.summed++;
    }
    return out;
  }

  /** The sums of the window before, once it is over. */
  synchronized List<TrailRecord> turn() {
    Instant now = clock.instant();
    // A clock that goes back must not hold a window open for ever.
    if (now.isBefore(windowStart.plus(WINDOW)) && !now.isBefore(windowStart)) {
      return List.of();
    }
    return close(now);
  }

  /** The sums so far, at the end. */
  synchronized List<TrailRecord> finish() {
    return close(clock.instant());
  }

  private List<TrailRecord> close(Instant now) {
    List<TrailRecord> sums = new ArrayList<>();
    long rest = 0;
    int written = 0;
    for (Iterator<Map.Entry<String, Count>> i = sources.entrySet().iterator(); i.hasNext(); ) {
      Map.Entry<String, Count> entry = i.next();
      long summed = entry.getValue().summed;
      if (summed > 0 && (entry.getKey().equals(REST) || written >= SINGLE_IN_ALL)) {
        rest += summed;
      } else if (summed > 0) {
        sums.add(sum(now, entry.getKey(), summed));
        written++;
      }
      i.remove();
    }
    if (rest > 0) {
      sums.add(sum(now, REST, rest));
    }
    windowStart = now;
    singleInAll = 0;
    return sums;
  }

  private TrailRecord sum(Instant now, String source, long count) {
    return TrailRecord.of(now, Action.LIMIT, Outcome.REFUSED, Actor.stranger(""))
        .remote(source)
        .count(count)
        .fact(Fact.REASON, "refusals-summed")
        .fact(Fact.REPEATED, count)
        .fact(Fact.SINCE, windowStart.toString())
        .build();
  }

  /** An address without port; of IPv6 the /64, because one machine has all of that. */
  static String source(String remote) {
    String address = remote.startsWith("/") ? remote.substring(1) : remote;
    if (address.startsWith("[")) {
      int end = address.indexOf(']');
      address = end < 0 ? address : address.substring(1, end);
    } else if (address.indexOf(':') == address.lastIndexOf(':') && address.indexOf(':') > 0) {
      address = address.substring(0, address.indexOf(':'));
    }
    try {
      InetAddress parsed = InetAddress.ofLiteral(address);
      byte[] bytes = parsed.getAddress();
      if (bytes.length == 4) {
        return parsed.getHostAddress();
      }
      Arrays.fill(bytes, 8, 16, (byte) 0);
      return InetAddress.getByAddress(bytes).getHostAddress() + "/64";
    } catch (IllegalArgumentException | UnknownHostException e) {
      return address.length() > 64 ? address.substring(0, 64) : address;
    }
  }
}
