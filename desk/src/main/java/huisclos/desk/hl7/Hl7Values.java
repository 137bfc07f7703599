package huisclos.desk.hl7;

import huisclos.desk.hl7.Hl7Message.Part;
import java.util.Locale;

/** HL7's data types as DICOM's. */
final class Hl7Values {
  private static final int MAX_TEXT = 64;

  private Hl7Values() {}

  /** XPN as PN: HL7 has the suffix before the prefix. */
  static String name(Part segment, int field, int repetition) {
    return join(segment, field, repetition, new int[] {1, 2, 3, 5, 4});
  }

  /** XCN, or CN: an identifier comes before the name. */
  static String person(Part segment, int field) {
    return join(segment, field, 0, new int[] {2, 3, 4, 6, 5});
  }

  private static String join(Part segment, int field, int repetition, int[] components) {
    StringBuilder name = new StringBuilder();
    for (int component : components) {
      String part = segment.text(field, repetition, component, 1).replaceAll("[\\^=\\\\]", " ");
      name.append(name.isEmpty() && component == components[0] ? "" : "^").append(part);
    }
    String joined = name.toString();
    int end = joined.length();
    while (end > 0 && joined.charAt(end - 1) == '^') {
      end--;
    }
    return joined.substring(0, end);
  }

  /** The day of a TS, or what is there where it is none, so that the archive names the fault. */
  static String day(String time) {
    return time.length() >= 8 ? time.substring(0, 8) : time;
  }

  /** The time of day of a TS; empty where it names none. */
  static String time(String time) {
    String digits = time.replaceAll("[.+-].*$", "");
    return digits.length() >= 10
        ? digits.substring(8, Math.min(14, digits.length() - digits.length() % 2))
        : "";
  }

  static String sex(String code) {
    return switch (code.toUpperCase(Locale.ROOT)) {
      case "F" -> "F";
      case "M" -> "M";
      case "O", "A" -> "O";
      default -> "";
    };
  }

  /** Requested Procedure Priority (PS3.3 C.4.11). */
  static String priority(String code) {
    return switch (code.toUpperCase(Locale.ROOT)) {
      case "S", "STAT" -> "STAT";
      case "A", "P", "C", "ASAP" -> "HIGH";
      case "R", "" -> "ROUTINE";
      case "T" -> "MEDIUM";
      default -> "LOW";
    };
  }

  /** A description, at most as long as LO may be. */
  static String text(String value) {
    return value.length() <= MAX_TEXT ? value : value.substring(0, MAX_TEXT);
  }

  /** An identifier is kept whole or not at all. */
  static String id(String value, int most, String where) throws Hl7Fault {
    if (value.length() > most) {
      throw Hl7Fault.error(Hl7Fault.Code.DATA_TYPE, where + ": over " + most + " characters");
    }
    return value;
  }
}
