package huisclos.gate;

import java.util.Optional;

/**
 * The rules of an application entity title (PS3.5 §6.2, VR AE): at most 16 characters of the
 * default repertoire without backslash or control characters, not only spaces; leading and trailing
 * spaces don't count.
 */
public final class AeTitle {
  /** PS3.5 §6.2. */
  public static final int MAX_LENGTH = 16;

  private AeTitle() {}

  /** The title without its padding; empty when it isn't one. */
  public static Optional<String> of(String text) {
    String title = trim(text);
    if (title.isEmpty() || title.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    for (int i = 0; i < title.length(); i++) {
      char c = title.charAt(i);
      if (c < 0x20 || c > 0x7E || c == '\\') {
        return Optional.empty();
      }
    }
    return Optional.of(title);
  }

  /**
   * What a stranger called itself, fit for the trail: bounded, and with anything that isn't a
   * title's character replaced.
   */
  static String claimed(String text) {
    String trimmed = trim(text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) : text);
    StringBuilder out = new StringBuilder(MAX_LENGTH);
    for (int i = 0; i < trimmed.length(); i++) {
      char c = trimmed.charAt(i);
      out.append(c < 0x20 || c > 0x7E || c == '\\' ? '?' : c);
    }
    return out.toString();
  }

  /** Only spaces are padding: {@link String#strip} would also take control characters. */
  private static String trim(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && text.charAt(from) == ' ') {
      from++;
    }
    while (to > from && text.charAt(to - 1) == ' ') {
      to--;
    }
    return text.substring(from, to);
  }
}
