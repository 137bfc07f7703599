package huisclos.dicom;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Decimal and integer strings (VRs DS and IS) as JSON numbers and back (PS3.18 §F.2.3).
 *
 * <p>Every digit stays: only a plus sign, leading zeros and a bare point, which JSON's grammar does
 * not know, are spelt otherwise. What is no finite decimal number within the range of a double, or
 * longer than {@link #MAX_CHARS}, stays a JSON string.
 */
final class NumberText {
  /** The longest text that becomes a number; DS allows 16 characters and is often longer. */
  static final int MAX_CHARS = 64;

  private static final int DS_CHARS = 16;

  // Bounded by MAX_CHARS before it is applied, and without nested repetition.
  private static final Pattern DECIMAL =
      Pattern.compile("([+-]?)([0-9]*)(?:\\.([0-9]*))?((?:[eE][+-]?[0-9]+)?)");

  private NumberText() {}

  /** The JSON number of a stripped DS or IS value, unless it has none. */
  static Optional<String> toJson(String value) {
    if (value.isEmpty() || value.length() > MAX_CHARS) {
      return Optional.empty();
    }
    Matcher parts = DECIMAL.matcher(value);
    if (!parts.matches()) {
      return Optional.empty();
    }
    String whole = parts.group(2);
    String fraction = parts.group(3) == null ? "" : parts.group(3);
    if (whole.isEmpty() && fraction.isEmpty()) {
      return Optional.empty();
    }
    String number =
        (parts.group(1).equals("-") ? "-" : "")
            + withoutLeadingZeros(whole)
            + (fraction.isEmpty() ? "" : "." + fraction)
            + parts.group(4);
    return inRange(number) ? Optional.of(number) : Optional.empty();
  }

  private static String withoutLeadingZeros(String digits) {
    int at = 0;
    while (at < digits.length() - 1 && digits.charAt(at) == '0') {
      at++;
    }
    return digits.isEmpty() ? "0" : digits.substring(at);
  }

  /** Neither infinite as a double, nor zero because it is too small for one. */
  private static boolean inRange(String number) {
    double value = Double.parseDouble(number);
    return Double.isFinite(value) && (value != 0 || mantissaIsZero(number));
  }

  private static boolean mantissaIsZero(String number) {
    for (int i = 0; i < number.length(); i++) {
      char c = number.charAt(i);
      if (c == 'e' || c == 'E') {
        return true;
      }
      if (c >= '1' && c <= '9') {
        return false;
      }
    }
    return true;
  }

  /** A DS value of a JSON number: the zero before the point goes where 16 characters ask for it. */
  static String toDecimalString(String number) {
    if (number.length() <= DS_CHARS) {
      return number;
    }
    if (number.startsWith("0.")) {
      return number.substring(1);
    }
    return number.startsWith("-0.") ? "-" + number.substring(2) : number;
  }

  /** An IS value of a JSON number: {@code 1.0} and {@code 1e2} are whole numbers too. */
  static String toIntegerString(String number) {
    if (number.chars().allMatch(c -> c == '-' || (c >= '0' && c <= '9'))) {
      return number;
    }
    double value = Double.parseDouble(number);
    return value == Math.rint(value) && Math.abs(value) <= 1L << 53
        ? Long.toString((long) value)
        : number;
  }
}
