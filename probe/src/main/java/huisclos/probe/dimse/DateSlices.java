package huisclos.probe.dimse;

import huisclos.probe.finding.Count;
import huisclos.probe.wire.DialException;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Counts matches where a server lists only so many at once: by ranges of dates, halved where a cap
 * shows. A cap shows by a status other than success, by a connection that is lost halfway, or by a
 * suspiciously round count. Of one thread.
 */
final class DateSlices {
  /** Most questions about one server. */
  static final int MAX_QUESTIONS = 400;

  /** No study is older than this but by mistake; what is gets a question of its own. */
  static final LocalDate FIRST_DAY = LocalDate.of(1900, 1, 1);

  /**
   * Questions in a row that yielded nothing but an error, until it is given up. Halving down to a
   * day takes sixteen.
   */
  private static final int MAX_BARREN = 24;

  private static final int LEAST_CAP = 10;
  private static final int SMALL_CAP = 100;

  /** Puts one question. */
  interface Question {
    Slice ask(DateRange range) throws DialException;
  }

  /**
   * The answers to one question.
   *
   * @param matches how many came
   * @param success whether the server says that these were all
   * @param outside how many were of other dates than asked for
   * @param end how it ended, in words
   * @param over whether no further question can be put
   */
  record Slice(long matches, boolean success, long outside, String end, boolean over) {}

  /** Where the numbers of answers that count are added up. */
  interface Sum {
    void add(DateRange range);
  }

  private final Question question;
  private final Sum sum;
  private final LocalDate lastDay;
  private int questions;
  private int barren;
  private boolean over;
  private String shortfall = "";

  /**
   * @param lastDay the latest day on which a study can be dated
   * @param sum told of each range whose answer counts, right after it was asked
   */
  DateSlices(Question question, Sum sum, LocalDate lastDay) {
    this.question = question;
    this.sum = sum;
    this.lastDay = lastDay;
  }

  /** Counts. */
  Count count() throws DialException {
    Slice whole = ask(DateRange.all());
    if (whole.success() && !round(whole.matches())) {
      sum.add(DateRange.all());
      return Count.exact(whole.matches(), "C-FIND without a date, " + whole.end());
    }
    if (over) {
      sum.add(DateRange.all());
      return bound(whole.matches(), whole.end());
    }
    return sliced(whole);
  }

  private Count sliced(Slice whole) throws DialException {
    long cap = whole.matches();
    Slice before = ask(DateRange.before(FIRST_DAY));
    if (!over && (before.outside() > 0 || (before.matches() > 0 && before.matches() >= cap))) {
      return bound(Math.max(cap, before.matches()), "date ranges are ignored; " + whole.end());
    }
    long total = leaf(DateRange.before(FIRST_DAY), before, whole);
    Deque<DateRange> open = new ArrayDeque<>();
    open.push(DateRange.after(lastDay));
    open.push(DateRange.of(FIRST_DAY, lastDay));
    while (!open.isEmpty() && !over) {
      DateRange range = open.pop();
      Slice slice = ask(range);
      if (slice.outside() > 0) {
        return bound(Math.max(cap, slice.matches()), "date ranges are ignored; " + whole.end());
      }
      List<DateRange> halves = range.halves();
      if (capped(slice, whole) && !halves.isEmpty() && !over) {
        open.push(halves.getLast());
        open.push(halves.getFirst());
      } else {
        total += leaf(range, slice, whole);
      }
    }
    return judged(whole, total);
  }

  private long leaf(DateRange range, Slice slice, Slice whole) {
    if (capped(slice, whole)) {
      shortfall = over ? slice.end() : "one day or an open range holds more than is listed at once";
    }
    sum.add(range);
    return slice.matches();
  }

  private static boolean capped(Slice slice, Slice whole) {
    return !slice.success()
        || (whole.success() && slice.matches() == whole.matches() && slice.matches() > 0);
  }

  private Count judged(Slice whole, long total) {
    if (over && shortfall.isEmpty()) {
      shortfall = "the bound of questions or of time was reached";
    }
    long most = Math.max(total, whole.matches());
    if (whole.success() && total == whole.matches() && shortfall.isEmpty()) {
      return Count.exact(total, "C-FIND, the same with and without slices by date");
    }
    if (!shortfall.isEmpty()) {
      return bound(most, shortfall);
    }
    return bound(most, "capped; sliced by date, studies without a date may be missing");
  }

  private static Count bound(long number, String why) {
    return number == 0 ? Count.not("nothing was listed: " + why) : Count.atLeast(number, why);
  }

  private Slice ask(DateRange range) throws DialException {
    questions++;
    Slice slice = question.ask(range);
    barren = slice.success() || slice.matches() > 0 ? 0 : barren + 1;
    over |= slice.over() || questions >= MAX_QUESTIONS || barren >= MAX_BARREN;
    return slice;
  }

  /** Whether a count looks like a limit: a multiple of fifty, of ten below that, a power of two. */
  static boolean round(long matches) {
    long step = matches <= SMALL_CAP ? LEAST_CAP : SMALL_CAP / 2;
    return matches >= LEAST_CAP && (matches % step == 0 || Long.bitCount(matches) == 1);
  }
}
