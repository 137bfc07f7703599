package huisclos.archive;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * DT values and ranges of them, in microseconds, both ends included (PS3.4 §C.2.2.2.5, PS3.5 §6.2).
 *
 * <p>As with {@link TimeRange}, what is left out at the end stands for all of it. A value without
 * an offset is in the zone that its data set names, else in UTC on both sides, so that such values
 * compare among themselves.
 */
record DateTimeRange(long from, long to) {
  private static final Pattern VALUE =
      Pattern.compile(
          "(\\d{4})(\\d\\d)?(\\d\\d)?(\\d\\d)?(\\d\\d)?(\\d\\d)?(\\.\\d{1,6})?([+-]\\d{4})?");

  /**
   * One DT value.
   *
   * @param zone seconds east of UTC, for a value that names no offset
   */
  static Optional<DateTimeRange> moment(String value, int zone) {
    Matcher m = VALUE.matcher(value);
    if (!m.matches() || (m.group(7) != null && m.group(6) == null)) {
      return Optional.empty();
    }
    try {
      LocalDateTime start =
          LocalDateTime.of(
              part(m, 1, 0), part(m, 2, 1), part(m, 3, 1), part(m, 4, 0), part(m, 5, 0), second(m));
      LocalDateTime end = start.plus(1, unit(m));
      int offset = m.group(8) == null ? zone : Zone.seconds(m.group(8)).orElseThrow();
      long from = micros(start, offset);
      long to = micros(end, offset) - 1;
      if (m.group(7) != null) {
        long step = 1_000_000;
        for (char c : m.group(7).substring(1).toCharArray()) {
          step /= 10;
          from += (c - '0') * step;
        }
        to = from + step - 1;
      }
      return Optional.of(new DateTimeRange(from, to));
    } catch (DateTimeException | NoSuchElementException e) {
      return Optional.empty();
    }
  }

  /**
   * A key's value: one DT, or a range open at one end at most.
   *
   * @param zone seconds east of UTC, for ends that name no offset
   */
  static Optional<DateTimeRange> parse(String key, int zone) {
    if (key.startsWith("-")) {
      return moment(key.substring(1).strip(), zone)
          .map(to -> new DateTimeRange(Long.MIN_VALUE, to.to));
    }
    if (key.endsWith("-")) {
      return moment(key.substring(0, key.length() - 1).strip(), zone)
          .map(from -> new DateTimeRange(from.from, Long.MAX_VALUE));
    }
    Optional<DateTimeRange> single = moment(key, zone);
    if (single.isPresent()) {
      return single;
    }
    // A hyphen may also begin a negative offset: the first split that leaves two values holds.
    for (int at = key.indexOf('-'); at > 0; at = key.indexOf('-', at + 1)) {
      Optional<DateTimeRange> from = moment(key.substring(0, at).strip(), zone);
      Optional<DateTimeRange> to = moment(key.substring(at + 1).strip(), zone);
      if (from.isPresent() && to.isPresent()) {
        return Optional.of(new DateTimeRange(from.get().from, to.get().to));
      }
    }
    return Optional.empty();
  }

  boolean contains(long moment) {
    return moment >= from && moment <= to;
  }

  private static int second(Matcher m) {
    return Math.min(part(m, 6, 0), 59);
  }

  private static ChronoUnit unit(Matcher m) {
    ChronoUnit[] units = {
      ChronoUnit.YEARS, ChronoUnit.MONTHS, ChronoUnit.DAYS, ChronoUnit.HOURS, ChronoUnit.MINUTES
    };
    for (int i = 0; i < units.length; i++) {
      if (m.group(i + 2) == null) {
        return units[i];
      }
    }
    return ChronoUnit.SECONDS;
  }

  private static int part(Matcher m, int group, int otherwise) {
    String text = m.group(group);
    return text == null ? otherwise : Integer.parseInt(text);
  }

  private static long micros(LocalDateTime time, int offset) {
    return ChronoUnit.MICROS.between(LocalDateTime.of(1970, 1, 1, 0, 0), time.minusSeconds(offset));
  }
}
