package huisclos.trail;

import java.util.Objects;

/**
 * Makes text from outside harmless to print: what could forge a line, move a cursor or turn the
 * direction of writing becomes a visible escape, and the length is bounded.
 *
 * <p>Cleaning never fails, because a record that a hostile name could suppress would be worth
 * nothing. Cleaning twice changes nothing.
 */
final class CleanText {
  private CleanText() {}

  private static final String CUT = "\u2026";

  /** The cleaned text, at most {@code max} characters; what was cut ends in an ellipsis. */
  static String of(String text, int max) {
    Objects.requireNonNull(text);
    StringBuilder clean = new StringBuilder(Math.min(text.length(), max) + 8);
    for (int i = 0; i < text.length(); ) {
      int point = text.codePointAt(i);
      i += Character.charCount(point);
      if (harmless(point)) {
        clean.appendCodePoint(point);
      } else {
        clean.append(String.format("\\u%04x", point));
      }
      if (clean.length() > max) {
        return cut(clean, max);
      }
    }
    return clean.toString();
  }

  private static String cut(StringBuilder clean, int max) {
    int end = max - CUT.length();
    if (Character.isHighSurrogate(clean.charAt(end - 1))) {
      end--;
    }
    clean.setLength(end);
    return clean.append(CUT).toString();
  }

  private static boolean harmless(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
