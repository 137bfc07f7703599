package huisclos.archive;

import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Offsets from UTC as DICOM writes them, {@code +0130}, in seconds east (PS3.3 §C.12.1.1.8). */
final class Zone {
  /** A day and two: the most that an offset can move a date, with room. */
  static final int DAYS = 2;

  private static final Pattern OFFSET = Pattern.compile("([+-])(\\d\\d)([0-5]\\d)");
  private static final int MAX_HOURS = 14;

  private Zone() {}

  /** The zone that a data set names for its dates and times. */
  static OptionalInt of(DataSet set) {
    return seconds(set.string(Tag.TIMEZONE_OFFSET_FROM_UTC, ""));
  }

  static OptionalInt seconds(String offset) {
    Matcher m = OFFSET.matcher(offset);
    if (!m.matches()) {
      return OptionalInt.empty();
    }
    int hours = Integer.parseInt(m.group(2));
    int seconds = (hours * 60 + Integer.parseInt(m.group(3))) * 60;
    return hours > MAX_HOURS
        ? OptionalInt.empty()
        : OptionalInt.of(m.group(1).equals("-") ? -seconds : seconds);
  }
}
