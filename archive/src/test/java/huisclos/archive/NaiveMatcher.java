package huisclos.archive;

import huisclos.dicom.DataSet;
import huisclos.dicom.Dictionary;
import huisclos.dicom.Tag;
import huisclos.dicom.Vr;
import java.math.BigDecimal;
import java.text.Normalizer;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * PS3.4 §C.2.2.2 read once more, the slow way: whole decoded data sets, strings and regular
 * expressions. Shares nothing with what it checks but the data set itself.
 *
 * @param fuzzy names also match by word and sound
 * @param dateTime ranges of a date and of its time are one range
 * @param timezone dates and times are in the identifier's zone
 */
record NaiveMatcher(boolean fuzzy, boolean dateTime, boolean timezone) {
  private static final Pattern TM = Pattern.compile("(\\d\\d)(\\d\\d)?(\\d\\d)?(\\.\\d{1,6})?");
  private static final Pattern DT = Pattern.compile("(\\d{4,14})(\\.\\d{1,6})?([+-]\\d{4})?");
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("uuuuMMdd");

  /** The times of dates. */
  static final Map<Integer, Integer> TIMES =
      Map.of(
          Tag.STUDY_DATE, Tag.STUDY_TIME,
          Tag.SERIES_DATE, Tag.SERIES_TIME,
          Tag.ACQUISITION_DATE, Tag.ACQUISITION_TIME,
          Tag.CONTENT_DATE, Tag.CONTENT_TIME,
          Tag.INSTANCE_CREATION_DATE, Tag.INSTANCE_CREATION_TIME,
          Tag.PERFORMED_PROCEDURE_STEP_START_DATE, Tag.PERFORMED_PROCEDURE_STEP_START_TIME,
          Tag.PERFORMED_PROCEDURE_STEP_END_DATE, Tag.PERFORMED_PROCEDURE_STEP_END_TIME,
          Tag.PRESENTATION_CREATION_DATE, Tag.PRESENTATION_CREATION_TIME);

  /** Whether the key of this tag in the identifier matches the object. */
  boolean matches(DataSet object, DataSet identifier, int tag) {
    Vr vr = Dictionary.vrOf(tag);
    if (vr == Vr.SQ) {
      return sequence(object.items(tag), identifier.items(tag));
    }
    List<String> keys = identifier.strings(tag).stream().filter(k -> !k.isEmpty()).toList();
    if (keys.isEmpty()) {
      return true;
    }
    List<String> values = object.strings(tag);
    if (keys.equals(List.of("\"\""))) {
      return values.stream().allMatch(String::isEmpty);
    }
    if (keys.stream().anyMatch(k -> k.matches("\\*+"))) {
      // A key of stars alone is universal: it also matches what has no value.
      return true;
    }
    if (vr == Vr.DA && TIMES.containsKey(tag)) {
      return date(object, identifier, tag, TIMES.get(tag));
    }
    if (vr == Vr.TM && TIMES.containsValue(tag)) {
      int date =
          TIMES.entrySet().stream()
              .filter(e -> e.getValue() == tag)
              .findFirst()
              .orElseThrow()
              .getKey();
      return date(object, identifier, date, tag);
    }
    return keys.stream()
        .anyMatch(key -> values.stream().anyMatch(v -> one(v, key, vr, object, identifier)));
  }

  private boolean sequence(List<DataSet> items, List<DataSet> keys) {
    if (keys.isEmpty() || Arrays.stream(keys.getFirst().tags()).count() == 0) {
      return true;
    }
    DataSet key = keys.getFirst();
    boolean asks =
        Arrays.stream(key.tags())
            .anyMatch(t -> !key.strings(t).isEmpty() || !key.items(t).isEmpty());
    return !asks
        || items.stream()
            .anyMatch(item -> Arrays.stream(key.tags()).allMatch(t -> matches(item, key, t)));
  }

  private boolean one(String value, String key, Vr vr, DataSet object, DataSet identifier) {
    if (value.isEmpty()) {
      return false;
    }
    return switch (vr) {
      case UI -> value.equals(key);
      case PN -> name(value, key);
      case DA -> value.replace(".", "").matches("\\d{8}") && between(value.replace(".", ""), key);
      case TM -> {
        long[] moment = time(value);
        yield moment.length > 0 && within(moment[0], timeRange(key));
      }
      case DT -> {
        long[] moment = dateTime(value, offset(object));
        yield moment.length > 0 && within(moment[0], dateTimeRange(key, offset(identifier)));
      }
      case DS, IS, FD, FL, SL, SS, SV, UL, US, UV -> {
        try {
          yield new BigDecimal(value).compareTo(new BigDecimal(key)) == 0;
        } catch (NumberFormatException e) {
          yield false;
        }
      }
      default -> value.matches(regex(key));
    };
  }

  // ---- dates and times

  private boolean date(DataSet object, DataSet identifier, int dateTag, int timeTag) {
    String dateKey = identifier.string(dateTag, "");
    String timeKey = identifier.string(timeTag, "");
    String date = object.string(dateTag, "").replace(".", "");
    long[] at = time(object.string(timeTag, ""));
    if (!date.matches("\\d{8}")) {
      date = "";
    }
    String zone = identifier.string(Tag.TIMEZONE_OFFSET_FROM_UTC, "");
    String own = object.string(Tag.TIMEZONE_OFFSET_FROM_UTC, "");
    if (timezone && !zone.isEmpty() && !own.isEmpty() && at.length > 0) {
      LocalDateTime day =
          date.isEmpty()
              ? LocalDateTime.of(2000, 1, 1, 0, 0)
              : java.time.LocalDate.parse(date, DAY).atStartOfDay();
      LocalDateTime moved =
          day.plusNanos(at[0] * 1_000).plusMinutes(minutes(zone)).minusMinutes(minutes(own));
      date = date.isEmpty() ? "" : moved.format(DAY);
      at = new long[] {moved.toLocalTime().toNanoOfDay() / 1_000};
    }
    if (dateTime && dateKey.contains("-") && timeKey.contains("-")) {
      if (date.isEmpty()) {
        return false;
      }
      String[] days = dateKey.split("-", -1);
      String[] times = timeKey.split("-", -1);
      boolean after =
          days[0].isEmpty()
              || date.compareTo(days[0]) > 0
              || (date.equals(days[0])
                  && (at.length == 0 || times[0].isEmpty() || at[0] >= time(times[0])[0]));
      boolean before =
          days[1].isEmpty()
              || date.compareTo(days[1]) < 0
              || (date.equals(days[1])
                  && (at.length == 0 || times[1].isEmpty() || at[0] <= time(times[1])[1]));
      return after && before;
    }
    String day = date;
    boolean onDate =
        dateKey.isEmpty()
            || (!day.isEmpty()
                && identifier.strings(dateTag).stream().anyMatch(key -> between(day, key)));
    long[] moment = at;
    boolean atTime =
        timeKey.isEmpty()
            || (moment.length > 0
                && identifier.strings(timeTag).stream()
                    .anyMatch(key -> within(moment[0], timeRange(key))));
    return onDate && atTime;
  }

  private static boolean between(String day, String key) {
    String[] ends = key.split("-", -1);
    String from = ends[0];
    String to = ends[ends.length - 1];
    return (from.isEmpty() || day.compareTo(from) >= 0) && (to.isEmpty() || day.compareTo(to) <= 0);
  }

  private static boolean within(long moment, long[] range) {
    return moment >= range[0] && moment <= range[1];
  }

  private static long[] timeRange(String key) {
    String[] ends = key.split("-", -1);
    String to = ends[ends.length - 1];
    return new long[] {
      ends[0].isEmpty() ? 0 : time(ends[0])[0], to.isEmpty() ? Long.MAX_VALUE : time(to)[1]
    };
  }

  /** First and last microsecond of what a TM stands for; nothing if it is none. */
  private static long[] time(String value) {
    Matcher m = TM.matcher(value.replace(":", ""));
    if (!m.matches() || (m.group(4) != null && m.group(3) == null)) {
      return new long[0];
    }
    long hour = Long.parseLong(m.group(1));
    long minute = m.group(2) == null ? 0 : Long.parseLong(m.group(2));
    long second = m.group(3) == null ? 0 : Math.min(59, Long.parseLong(m.group(3)));
    if (hour > 23 || minute > 59) {
      return new long[0];
    }
    String fraction = m.group(4) == null ? "" : m.group(4).substring(1);
    long micros = Long.parseLong((fraction + "000000").substring(0, 6));
    long step =
        m.group(2) == null
            ? 3_600_000_000L
            : m.group(3) == null ? 60_000_000L : (long) Math.pow(10, 6 - fraction.length());
    long from = ((hour * 60 + minute) * 60 + second) * 1_000_000 + micros;
    return new long[] {from, from + step - 1};
  }

  private static long[] dateTimeRange(String key, String offset) {
    long[] single = dateTime(key, offset);
    if (single.length > 0) {
      return single;
    }
    for (int at = 0; at < key.length(); at++) {
      if (key.charAt(at) == '-') {
        long[] from = dateTime(key.substring(0, at), offset);
        long[] to = dateTime(key.substring(at + 1), offset);
        if ((at == 0 || from.length > 0) && (at == key.length() - 1 || to.length > 0)) {
          return new long[] {
            at == 0 ? Long.MIN_VALUE : from[0], at == key.length() - 1 ? Long.MAX_VALUE : to[1]
          };
        }
      }
    }
    throw new IllegalArgumentException("not a DT key: " + key);
  }

  private static long[] dateTime(String value, String offset) {
    Matcher m = DT.matcher(value);
    if (!m.matches()
        || m.group(1).length() % 2 == 1
        || (m.group(2) != null && m.group(1).length() < 14)) {
      return new long[0];
    }
    String digits = m.group(1);
    String full = digits + "00000101000000".substring(digits.length());
    LocalDateTime start = LocalDateTime.parse(full, DateTimeFormatter.ofPattern("uuuuMMddHHmmss"));
    LocalDateTime end =
        switch (digits.length()) {
          case 4 -> start.plusYears(1);
          case 6 -> start.plusMonths(1);
          case 8 -> start.plusDays(1);
          case 10 -> start.plusHours(1);
          case 12 -> start.plusMinutes(1);
          default -> start.plusSeconds(1);
        };
    String zone = m.group(3) != null ? m.group(3) : offset.isEmpty() ? "+0000" : offset;
    long from = micros(start, zone);
    long to = micros(end, zone) - 1;
    if (m.group(2) != null) {
      String fraction = m.group(2).substring(1);
      from += Long.parseLong((fraction + "000000").substring(0, 6));
      to = from + (long) Math.pow(10, 6 - fraction.length()) - 1;
    }
    return new long[] {from, to};
  }

  private static long micros(LocalDateTime time, String zone) {
    return time.minusMinutes(minutes(zone)).toEpochSecond(java.time.ZoneOffset.UTC) * 1_000_000;
  }

  private static String offset(DataSet set) {
    return set.string(Tag.TIMEZONE_OFFSET_FROM_UTC, "");
  }

  private static long minutes(String zone) {
    long minutes = Long.parseLong(zone.substring(1, 3)) * 60 + Long.parseLong(zone.substring(3));
    return zone.startsWith("-") ? -minutes : minutes;
  }

  // ---- text

  private boolean name(String value, String key) {
    for (String asked : groups(key)) {
      for (String group : groups(value)) {
        if (group.matches(regex(asked)) || (group + "^^^^").matches(regex(asked))) {
          return true;
        }
        if (fuzzy
            && words(asked).stream()
                .allMatch(w -> words(group).stream().anyMatch(v -> alike(w, v)))) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean alike(String asked, String word) {
    return (asked.contains("*") || asked.contains("?"))
        ? word.matches(regex(asked))
        : sound(asked).equals(sound(word));
  }

  private static String sound(String word) {
    String text = word.replace("ph", "f").replace("gh", "g").replaceAll("['.-]", "");
    if (!text.matches("[a-z]*")) {
      return word;
    }
    String digits =
        text.replaceAll("[hw]", "")
            .replaceAll("[bfpv]", "1")
            .replaceAll("[cgjkqsxz]", "2")
            .replaceAll("[dt]", "3")
            .replace('l', '4')
            .replaceAll("[mn]", "5")
            .replace('r', '6')
            .replaceAll("(.)\\1+", "$1")
            .replaceAll("[a-z]", "");
    return digits.length() < 2 ? word : digits;
  }

  private static List<String> words(String group) {
    return Arrays.stream(group.split("[\\^ ]")).filter(w -> !w.isEmpty()).toList();
  }

  private static List<String> groups(String name) {
    List<String> groups = new ArrayList<>();
    for (String group : name.split("=", -1)) {
      String folded =
          Normalizer.normalize(
                  Normalizer.normalize(group, Normalizer.Form.NFD)
                      .replaceAll("[\\u0300-\\u036F]", ""),
                  Normalizer.Form.NFC)
              .toLowerCase(Locale.ROOT)
              .replaceAll(" *\\^ *", "^")
              .replaceAll(" +", " ")
              .replaceAll("[\\^ ]+$", "")
              .replaceAll("^ +", "");
      if (!folded.isEmpty()) {
        groups.add(folded);
      }
    }
    return groups;
  }

  private static String regex(String key) {
    StringBuilder regex = new StringBuilder("(?s)");
    key.codePoints()
        .forEach(c -> {
          switch (c) {
            case '*' -> regex.append(".*");
            case '?' -> regex.append('.');
            default -> regex.append(Pattern.quote(Character.toString(c)));
          }
        });
    return regex.toString();
  }
}
