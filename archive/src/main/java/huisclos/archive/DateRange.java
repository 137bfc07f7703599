package huisclos.archive;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Dates from one day to another, both included, as numbers YYYYMMDD (PS3.4 §C.2.2.2.5).
 *
 * @param from first day, or {@link #OPEN_FROM}
 * @param to last day, or {@link #OPEN_TO}
 */
record DateRange(int from, int to) {
  static final int OPEN_FROM = 0;
  static final int OPEN_TO = 99_999_999;

  /** A DA value, also in the retired form YYYY.MM.DD (PS3.5 §6.2); empty if it is no day. */
  static OptionalInt day(String value) {
    String digits = value.length() == 10 ? value.replace(".", "") : value;
    if (digits.length() != 8 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return OptionalInt.empty();
    }
    int day = Integer.parseInt(digits);
    try {
      var _ = date(day);
      return OptionalInt.of(day);
    } catch (DateTimeException e) {
      return OptionalInt.empty();
    }
  }

  /** A key's value: one day, or a range open at one end at most. Empty if it is malformed. */
  static Optional<DateRange> parse(String key) {
    int hyphen = key.indexOf('-');
    if (hyphen < 0) {
      OptionalInt day = day(key);
      return day.isPresent()
          ? Optional.of(new DateRange(day.getAsInt(), day.getAsInt()))
          : Optional.empty();
    }
    String first = key.substring(0, hyphen).strip();
    String last = key.substring(hyphen + 1).strip();
    OptionalInt from = first.isEmpty() ? OptionalInt.of(OPEN_FROM) : day(first);
    OptionalInt to = last.isEmpty() ? OptionalInt.of(OPEN_TO) : day(last);
    if ((first.isEmpty() && last.isEmpty()) || from.isEmpty() || to.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new DateRange(from.getAsInt(), to.getAsInt()));
  }

  boolean contains(int day) {
    return day >= from && day <= to;
  }

  /** Whether both ends are given. */
  boolean closed() {
    return from != OPEN_FROM && to != OPEN_TO;
  }

  /** How many days it spans, both ends counted; 0 for one that ends before it starts. */
  long days() {
    if (!closed()) {
      return Long.MAX_VALUE;
    }
    return Math.max(0, ChronoUnit.DAYS.between(date(from), date(to)) + 1);
  }

  static LocalDate date(int day) {
    return LocalDate.of(day / 10_000, day / 100 % 100, day % 100);
  }

  static int number(LocalDate date) {
    return date.getYear() * 10_000 + date.getMonthValue() * 100 + date.getDayOfMonth();
  }
}
