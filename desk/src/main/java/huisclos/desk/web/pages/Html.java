package huisclos.desk.web.pages;

import java.util.Arrays;
import java.util.Collection;
import java.util.stream.Collectors;

/**
 * A piece of a page that is safe to show. Made from templates of the code alone: whatever goes into
 * one is escaped, here and nowhere else. Templates put values between tags or between double
 * quotes. Immutable.
 */
final class Html {
  static final Html NONE = new Html("");

  private final String text;

  private Html(String text) {
    this.text = text;
  }

  /**
   * A template filled in.
   *
   * @param template a constant of the code; {@code %s} stands for a value
   * @param values text to be escaped, or pieces
   */
  static Html of(String template, Object... values) {
    Object[] safe = Arrays.stream(values).map(Html::safe).toArray();
    return new Html(template.formatted(safe));
  }

  /** Pieces in a row. */
  static Html all(Collection<Html> pieces) {
    return new Html(pieces.stream().map(p -> p.text).collect(Collectors.joining()));
  }

  /** The same, or nothing. */
  Html when(boolean condition) {
    return condition ? this : NONE;
  }

  private static String safe(Object value) {
    return value instanceof Html piece ? piece.text : escaped(value.toString());
  }

  private static String escaped(String text) {
    StringBuilder safe = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> safe.append("&amp;");
        case '<' -> safe.append("&lt;");
        case '>' -> safe.append("&gt;");
        case '"' -> safe.append("&quot;");
        case '\'' -> safe.append("&#39;");
        default -> safe.append(c);
      }
    }
    return safe.toString();
  }

  @Override
  public String toString() {
    return text;
  }
}
