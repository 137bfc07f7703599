package huisclos.archive;

import java.util.Optional;

/**
 * Times of day in microseconds, both ends included (PS3.4 §C.2.2.2.5).
 *
 * <p>A value that leaves out its lower parts ({@code 10} or {@code 1030}) stands for its whole hour
 * or minute: as a key for every moment of it, as a stored value for its first.
 */
record TimeRange(long from, long to) {
  private static final long SECOND = 1_000_000L;
  private static final long DAY = 24 * 3600 * SECOND;

  /** A TM value, also in the retired form HH:MM:SS (PS3.5 §6.2); empty if it is no time. */
  static Optional<TimeRange> moment(String value) {
    String text = value.replace(":", "");
    int dot = text.indexOf('.');
    String whole = dot < 0 ? text : text.substring(0, dot);
    String fraction = dot < 0 ? "" : text.substring(dot + 1);
    boolean shaped =
        whole.length() == 6 || (dot < 0 && (whole.length() == 2 || whole.length() == 4));
    if (!shaped || !digits(whole) || !digits(fraction) || fraction.length() > 6) {
      return Optional.empty();
    }
    long hour = part(whole, 0);
    long minute = part(whole, 2);
    long second = part(whole, 4);
    // 60 is a leap second (PS3.5 §6.2); it stands for the last moment of its minute.
    if (hour > 23 || minute > 59 || second > 60) {
      return Optional.empty();
    }
    long start = ((hour * 60 + minute) * 60 + Math.min(second, 59)) * SECOND;
    long step = whole.length() == 2 ? 3600 * SECOND : whole.length() == 4 ? 60 * SECOND : SECOND;
    for (int i = 0; i < fraction.length(); i++) {
      step /= 10;
      start += (fraction.charAt(i) - '0') * step;
    }
    return Optional.of(new TimeRange(start, start + step - 1));
  }

  /** A key's value: a moment, or a range open at one end at most. Empty if it is malformed. */
  static Optional<TimeRange> parse(String key) {
    int hyphen = key.indexOf('-');
    if (hyphen < 0) {
      return moment(key);
    }
    String first = key.substring(0, hyphen).strip();
    String last = key.substring(hyphen + 1).strip();
    if (first.isEmpty() && last.isEmpty()) {
      return Optional.empty();
    }
    TimeRange open = new TimeRange(0, DAY - 1);
    Optional<TimeRange> from = first.isEmpty() ? Optional.of(open) : moment(first);
    Optional<TimeRange> to = last.isEmpty() ? Optional.of(open) : moment(last);
    return from.isPresent() && to.isPresent()
        ? Optional.of(new TimeRange(from.get().from, to.get().to))
        : Optional.empty();
  }

  boolean contains(long moment) {
    return moment >= from && moment <= to;
  }

  private static long part(String whole, int at) {
    return whole.length() > at ? Integer.parseInt(whole.substring(at, at + 2)) : 0;
  }

  private static boolean digits(String text) {
    return text.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
