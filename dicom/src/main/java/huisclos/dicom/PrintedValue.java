package huisclos.dicom;

import java.util.HexFormat;
import java.util.Locale;

/**
 * One value as {@link DataSetPrinter} shows it: on one line, cut short, without control characters.
 */
final class PrintedValue {
  /** Characters of a value before it is cut short. */
  static final int COLUMNS = 66;

  private static final HexFormat HEX = HexFormat.of();

  private PrintedValue() {}

  /** What stands in the value's place. */
  static String of(ValueElement element, SpecificCharacterSet repertoire) {
    if (element.isEmpty()) {
      return "(no value available)";
    }
    Vr vr = element.vr();
    if (vr == Vr.UI) {
      return uid(element);
    }
    if (vr.isString()) {
      return "[" + shortened(escaped(Values.text(element, repertoire))) + "]";
    }
    if (vr == Vr.AT) {
      StringBuilder tags = new StringBuilder();
      for (int tag : Values.tags(element)) {
        tags.append(tags.isEmpty() ? "" : "\\").append(Tags.format(tag));
      }
      return shortened(tags.toString());
    }
    if (vr.multiValued()) {
      return shortened(String.join("\\", Values.strings(element, repertoire)));
    }
    return shortened(hex(element));
  }

  /** How many values there are. */
  static int multiplicity(ValueElement element, SpecificCharacterSet repertoire) {
    Vr vr = element.vr();
    if (element.isEmpty()) {
      return 0;
    }
    if (!vr.multiValued()) {
      return 1;
    }
    if (vr.isString()) {
      return 1 + (int) Values.text(element, repertoire).chars().filter(c -> c == '\\').count();
    }
    return Math.max(1, element.length() / (vr == Vr.AT ? 4 : vr.unitBytes()));
  }

  /** A registered UID by its keyword, any other as it is. */
  private static String uid(ValueElement element) {
    String text = Values.text(element, SpecificCharacterSet.DEFAULT);
    return UidRegistry.find(text)
        .filter(e -> !e.keyword().isEmpty())
        .map(e -> "=" + e.keyword())
        .orElseGet(() -> "[" + shortened(escaped(text)) + "]");
  }

  /** Words for OW, else bytes, as far as they can be shown. */
  private static String hex(ValueElement element) {
    byte[] bytes = element.bytes();
    StringBuilder text = new StringBuilder();
    boolean words = element.vr() == Vr.OW;
    int unit = words ? 2 : 1;
    for (int i = 0; i + unit <= bytes.length && text.length() <= COLUMNS; i += unit) {
      text.append(i == 0 ? "" : "\\");
      if (words) {
        HEX.toHexDigits(text, bytes[i + 1]);
      }
      HEX.toHexDigits(text, bytes[i]);
    }
    return text.toString();
  }

  private static String shortened(String text) {
    if (text.length() <= COLUMNS) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(COLUMNS - 1)) ? COLUMNS - 1 : COLUMNS;
    return text.substring(0, end) + "...";
  }

  /**
   * Text that can neither steer a terminal nor pass for another line: control characters, line and
   * paragraph separators, invisible marks such as those that turn the reading direction, and what
   * is no character at all are written in hexadecimal within angle brackets: {@code <U+001B>}.
   */
  static String escaped(String text) {
    if (text.codePoints().allMatch(PrintedValue::isHarmless)) {
      return text;
    }
    StringBuilder out = new StringBuilder();
    text.codePoints()
        .forEach(c -> {
          if (isHarmless(c)) {
            out.appendCodePoint(c);
          } else {
            out.append("<U+").append(String.format(Locale.ROOT, "%04X", c)).append('>');
          }
        });
    return out.toString();
  }

  private static boolean isHarmless(int c) {
    if (c >= ' ' && c < 0x7F) {
      return true;
    }
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.PRIVATE_USE ->
          false;
      default -> true;
    };
  }
}
