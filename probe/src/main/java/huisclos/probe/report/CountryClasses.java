package huisclos.probe.report;

import huisclos.probe.results.DoorHistory;
import huisclos.probe.results.History;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Countries as the study of 2019 classed them at its second look: good where every door was closed,
 * bad where little changed, ugly where there are more.
 */
public final class CountryClasses {
  /** How a country stands. */
  public enum Kind {
    /** Everything that was open is closed or gone. */
    GOOD,
    /** As many as before or fewer, and not none. */
    BAD,
    /** More than before. */
    UGLY,
    /** Only one look so far. */
    UNDECIDED
  }

  /**
   * A country.
   *
   * @param country two letters, or {@link Place#NOWHERE}
   * @param kind its class
   * @param then doors open at the first look
   * @param now doors open, or not surely closed, at the latest
   * @param closed of the first ones since closed or gone
   * @param fresh open now and not seen open at the first look
   */
  public record Row(String country, Kind kind, int then, int now, int closed, int fresh) {
    /** Which part of the doors of the first look is closed, percent. */
    public int percentClosed() {
      return then == 0 ? 0 : Math.round(100f * closed / then);
    }
  }

  private CountryClasses() {}

  /**
   * Classes every country of which a door was ever open.
   *
   * @param firstLook when the first look ended: doors first seen open until then are its doors
   * @param again whether there was a second look
   */
  public static List<Row> of(History history, RangeTable ranges, Instant firstLook, boolean again) {
    Map<String, int[]> tally = new TreeMap<>();
    for (DoorHistory door : history.doors()) {
      String country = ranges.of(door.door().socketAddress().getAddress()).country();
      int[] counts = tally.computeIfAbsent(country, _ -> new int[4]);
      boolean first = !door.firstOpen().isAfter(firstLook);
      boolean still = door.unsettled();
      counts[0] += first ? 1 : 0;
      counts[1] += still ? 1 : 0;
      counts[2] += first && !still ? 1 : 0;
      counts[3] += !first && still ? 1 : 0;
    }
    List<Row> rows = new ArrayList<>();
    tally.forEach((country, c) ->
        rows.add(new Row(country, kind(c[0], c[1], again), c[0], c[1], c[2], c[3])));
    rows.sort(
        Comparator.comparing(Row::kind)
            .thenComparing(Comparator.comparingInt(Row::now).reversed())
            .thenComparing(Row::country));
    return List.copyOf(rows);
  }

  private static Kind kind(int then, int now, boolean again) {
    if (!again) {
      return Kind.UNDECIDED;
    }
    if (now == 0) {
      return Kind.GOOD;
    }
    return now > then ? Kind.UGLY : Kind.BAD;
  }
}
