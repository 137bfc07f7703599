package huisclos.archive;

import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Dates and times of an object as the query sees them: moved into the query's zone where both name
 * one, and, where that was agreed, a date with its time as one moment (PS3.4 §C.2.2.2.5).
 *
 * <p>A date without a usable time is all of its day: it is in a range of moments if any of its day
 * is, and a zone doesn't move it.
 *
 * @param dateTag the date's attribute
 * @param timeTag the time's attribute
 * @param dates days of which it must be one; empty: any
 * @param times times of day of which it must have one; empty: any
 * @param whole a range of moments, in days and microseconds, if date and time are one key
 * @param zone the query's zone in seconds east of UTC, if it names one
 */
record Moments(
    int dateTag,
    int timeTag,
    List<DateRange> dates,
    List<TimeRange> times,
    Optional<Whole> whole,
    OptionalInt zone) {

  /** From a time on one day to a time on another, both included. */
  record Whole(DateRange dates, long firstTime, long lastTime) {}

  private static final long DAY_MICROS = 24L * 3600 * 1_000_000;

  /** The dates that belong to times, by date. Birth is left out: it is no moment of the archive. */
  static final Map<Integer, Integer> PAIRS =
      Map.of(
          Tag.STUDY_DATE, Tag.STUDY_TIME,
          Tag.SERIES_DATE, Tag.SERIES_TIME,
          Tag.ACQUISITION_DATE, Tag.ACQUISITION_TIME,
          Tag.CONTENT_DATE, Tag.CONTENT_TIME,
          Tag.INSTANCE_CREATION_DATE, Tag.INSTANCE_CREATION_TIME,
          Tag.PERFORMED_PROCEDURE_STEP_START_DATE, Tag.PERFORMED_PROCEDURE_STEP_START_TIME,
          Tag.PERFORMED_PROCEDURE_STEP_END_DATE, Tag.PERFORMED_PROCEDURE_STEP_END_TIME,
          Tag.PRESENTATION_CREATION_DATE, Tag.PRESENTATION_CREATION_TIME,
          Tag.SCHEDULED_PROCEDURE_STEP_START_DATE, Tag.SCHEDULED_PROCEDURE_STEP_START_TIME);

  /** The date of a time, if they are a pair. */
  static OptionalInt dateOf(int timeTag) {
    return PAIRS.entrySet().stream()
        .filter(pair -> pair.getValue() == timeTag)
        .mapToInt(Map.Entry::getKey)
        .findFirst();
  }

  /** Days that hold every match, as objects write them. */
  List<DateRange> days() {
    List<DateRange> days = whole.map(w -> List.of(w.dates())).orElse(dates);
    return zone.isEmpty() ? days : days.stream().map(Moments::widened).toList();
  }

  private static DateRange widened(DateRange range) {
    return new DateRange(
        range.from() == DateRange.OPEN_FROM ? range.from() : moved(range.from(), -Zone.DAYS),
        range.to() == DateRange.OPEN_TO ? range.to() : moved(range.to(), Zone.DAYS));
  }

  private static int moved(int day, long by) {
    LocalDate date = DateRange.date(day).plusDays(by);
    return date.getYear() < 0 || date.getYear() > 9999 ? day : DateRange.number(date);
  }

  boolean test(DataSet set) {
    OptionalInt day = DateRange.day(set.string(dateTag, ""));
    Optional<Long> time = TimeRange.moment(set.string(timeTag, "")).map(TimeRange::from);
    OptionalInt own = Zone.of(set);
    if (time.isPresent() && zone.isPresent() && own.isPresent()) {
      long moved = time.get() + (zone.getAsInt() - own.getAsInt()) * 1_000_000L;
      if (day.isPresent()) {
        day = OptionalInt.of(moved(day.getAsInt(), Math.floorDiv(moved, DAY_MICROS)));
      }
      time = Optional.of(Math.floorMod(moved, DAY_MICROS));
    }
    return testDay(day) && testTime(time) && testWhole(day, time);
  }

  private boolean testDay(OptionalInt day) {
    return dates.isEmpty()
        || (day.isPresent() && dates.stream().anyMatch(r -> r.contains(day.getAsInt())));
  }

  private boolean testTime(Optional<Long> time) {
    return times.isEmpty()
        || (time.isPresent() && times.stream().anyMatch(r -> r.contains(time.get())));
  }

  private boolean testWhole(OptionalInt day, Optional<Long> time) {
    if (whole.isEmpty()) {
      return true;
    }
    DateRange range = whole.get().dates();
    return day.isPresent()
        && range.contains(day.getAsInt())
        && (time.isEmpty()
            || ((day.getAsInt() > range.from() || time.get() >= whole.get().firstTime())
                && (day.getAsInt() < range.to() || time.get() <= whole.get().lastTime())));
  }
}
