package huisclos.probe.dimse;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * Study dates from one to another, both included; an open end has none (PS3.4 C.2.2.2.5).
 *
 * @param from empty is open
 * @param to empty is open
 */
record DateRange(Optional<LocalDate> from, Optional<LocalDate> to) {
  private static final DateTimeFormatter DA = DateTimeFormatter.BASIC_ISO_DATE;

  /** Whatever the date, and without one too (universal matching). */
  static DateRange all() {
    return new DateRange(Optional.empty(), Optional.empty());
  }

  static DateRange of(LocalDate from, LocalDate to) {
    return new DateRange(Optional.of(from), Optional.of(to));
  }

  static DateRange before(LocalDate day) {
    return new DateRange(Optional.empty(), Optional.of(day.minusDays(1)));
  }

  static DateRange after(LocalDate day) {
    return new DateRange(Optional.of(day.plusDays(1)), Optional.empty());
  }

  /** As the value of a query. */
  String text() {
    return from.isEmpty() && to.isEmpty()
        ? ""
        : from.map(DA::format).orElse("") + "-" + to.map(DA::format).orElse("");
  }

  /** Whether it holds a day of this number, such as 20240131. */
  boolean holds(int day) {
    return from.map(d -> number(d) <= day).orElse(true)
        && to.map(d -> day <= number(d)).orElse(true);
  }

  private static int number(LocalDate day) {
    return (day.getYear() * 100 + day.getMonthValue()) * 100 + day.getDayOfMonth();
  }

  /** Both halves; none where it is one day or open. */
  List<DateRange> halves() {
    if (from.isEmpty() || to.isEmpty()) {
      return List.of();
    }
    LocalDate first = from.orElseThrow();
    LocalDate last = to.orElseThrow();
    long days = ChronoUnit.DAYS.between(first, last);
    if (days < 1) {
      return List.of();
    }
    LocalDate middle = first.plusDays((days - 1) / 2);
    return List.of(of(first, middle), of(middle.plusDays(1), last));
  }
}
