package huisclos.app.movein;

import huisclos.app.UserError;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

/**
 * What to pull and how.
 *
 * @param peer the registered peer's AE title
 * @param studies these studies; empty for those of the dates
 * @param from first study date, inclusive
 * @param to last study date, inclusive
 * @param undated also studies without a date, where the peer can be asked for them
 * @param move by C-MOVE to ourselves, not C-GET
 * @param rate at most so many instances a second; 0 for no limit
 * @param quiet no study begins between these times of the day
 * @param again also what an earlier run has brought in completely
 */
public record PullOrder(
    String peer,
    List<String> studies,
    LocalDate from,
    LocalDate to,
    boolean undated,
    boolean move,
    int rate,
    Optional<Quiet> quiet,
    boolean again) {
  /** Before digital images, but where whoever takes names away moves the dates to. */
  public static final LocalDate FIRST_DAY = LocalDate.of(1900, 1, 1);

  public PullOrder {
    studies = List.copyOf(studies);
  }

  /** Hours of the day in which the peer is left alone; may go over midnight. */
  public record Quiet(LocalTime from, LocalTime to) {
    /** Reads {@code HH:MM-HH:MM}. */
    public static Quiet parse(String text) {
      String[] ends = text.split("-", -1);
      try {
        if (ends.length == 2) {
          return new Quiet(LocalTime.parse(ends[0]), LocalTime.parse(ends[1]));
        }
      } catch (DateTimeException e) {
        // Said below.
      }
      throw UserError.usage("not a time of the day: " + text, "write it like 07:00-19:30");
    }

    /** Whether a time lies within. */
    boolean covers(LocalTime time) {
      boolean after = !time.isBefore(from);
      boolean before = time.isBefore(to);
      return from.isBefore(to) ? after && before : after || before;
    }
  }

  /** Reads {@code YYYYMMDD}, or {@code YYYYMMDD-YYYYMMDD}; either end may be left out. */
  public static LocalDate[] dates(String text) {
    int dash = text.indexOf('-');
    try {
      if (dash < 0) {
        LocalDate day = day(text);
        return new LocalDate[] {day, day};
      }
      LocalDate from = dash == 0 ? FIRST_DAY : day(text.substring(0, dash));
      LocalDate to =
          dash == text.length() - 1
              ? LocalDate.now(ZoneId.systemDefault()).plusDays(1)
              : day(text.substring(dash + 1));
      if (!to.isBefore(from)) {
        return new LocalDate[] {from, to};
      }
    } catch (DateTimeException e) {
      // Said below.
    }
    throw UserError.usage("not a range of dates: " + text, "write it like 20190101-20191231");
  }

  private static LocalDate day(String text) {
    return LocalDate.parse(text, DateTimeFormatter.BASIC_ISO_DATE);
  }

  /** What {@link Running} knows the pull by. */
  public String name() {
    return "pull-" + peer;
  }
}
