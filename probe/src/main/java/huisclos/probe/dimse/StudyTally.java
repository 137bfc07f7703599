package huisclos.probe.dimse;

import huisclos.dicom.Tag;
import huisclos.probe.finding.DateSpan;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;

/**
 * What the answers to one query for studies come to: numbers and days, no value. Digits are read
 * off the wire one by one. Of one thread.
 */
final class StudyTally implements Drain, ElementScan.Values {
  /** Beyond this a number of instances is taken for nonsense. */
  private static final long MOST_INSTANCES = 1_000_000;

  private final DateRange asked;
  private final ElementScan scan = new ElementScan(this);
  private long outside;
  private long told;
  private long instances;
  private int earliest = Integer.MAX_VALUE;
  private int latest;

  StudyTally(DateRange asked) {
    this.asked = asked;
  }

  /** Matches whose date isn't in the range that was asked for. */
  long outside() {
    return outside;
  }

  /** Matches that told how many instances they have. */
  long told() {
    return told;
  }

  /** The sum of these. */
  long instances() {
    return instances;
  }

  int earliest() {
    return earliest;
  }

  int latest() {
    return latest;
  }

  /** From the earliest to the latest of these days, where there is any that a calendar has. */
  static Optional<DateSpan> span(int earliest, int latest) {
    if (latest == 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(new DateSpan(day(earliest), day(latest)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static LocalDate day(int number) {
    return LocalDate.of(number / 10_000, number / 100 % 100, number % 100);
  }

  @Override
  public void begin(boolean explicitVr) {
    scan.begin(explicitVr);
  }

  @Override
  public void piece(ByteBuffer bytes) {
    scan.feed(bytes);
  }

  @Override
  public void end() {}

  @Override
  public boolean wants(int tag) {
    return tag == Tag.STUDY_DATE || tag == Tag.NUMBER_OF_STUDY_RELATED_INSTANCES;
  }

  @Override
  public void value(int tag, byte[] bytes, int length) {
    if (tag == Tag.STUDY_DATE) {
      int date = (int) Math.max(0, digits(bytes, length, 8));
      if (length >= 8 && real(date)) {
        earliest = Math.min(earliest, date);
        latest = Math.max(latest, date);
        outside += asked.holds(date) ? 0 : 1;
      }
    } else {
      long number = digits(bytes, length, 12);
      if (number >= 0 && number <= MOST_INSTANCES) {
        told++;
        instances += number;
      }
    }
  }

  private static boolean real(int date) {
    int month = date / 100 % 100;
    int day = date % 100;
    return date >= 1000_01_01 && month >= 1 && month <= 12 && day >= 1 && day <= 31;
  }

  /** The digits as a number, spaces left out; -1 where there are none, too many, or others. */
  private static long digits(byte[] bytes, int length, int most) {
    long number = 0;
    int seen = 0;
    for (int i = 0; i < length; i++) {
      if (bytes[i] >= '0' && bytes[i] <= '9' && seen < most) {
        number = number * 10 + (bytes[i] - '0');
        seen++;
      } else if (bytes[i] != ' ' && bytes[i] != 0) {
        return -1;
      }
    }
    return seen == 0 ? -1 : number;
  }
}
