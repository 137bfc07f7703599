package huisclos.archive;

/**
 * Wild card matching (PS3.4 §C.2.2.2.4): {@code *} is any run of characters, none included, {@code
 * ?} any one of them; everything else stands for itself. Never backtracks over more than one star.
 */
final class Glob {
  private final int[] pattern;

  Glob(String pattern) {
    this.pattern = pattern.codePoints().toArray();
  }

  /** Whether a value would be taken as a pattern. */
  static boolean isPattern(String value) {
    return value.indexOf('*') >= 0 || value.indexOf('?') >= 0;
  }

  /** Whether it asks nothing: stars only (PS3.4 §C.2.2.2.4 has such a key match universally). */
  static boolean isUniversal(String value) {
    return !value.isEmpty() && value.chars().allMatch(c -> c == '*');
  }

  /** What the value begins with for certain: all before the first wild card. */
  static String literalPrefix(String value) {
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) == '*' || value.charAt(i) == '?') {
        return value.substring(0, i);
      }
    }
    return value;
  }

  boolean matches(String value) {
    int[] text = value.codePoints().toArray();
    int p = 0;
    int t = 0;
    int star = -1;
    int resume = 0;
    while (t < text.length) {
      if (p < pattern.length && pattern[p] == '*') {
        star = p++;
        resume = t;
      } else if (p < pattern.length && (pattern[p] == '?' || pattern[p] == text[t])) {
        p++;
        t++;
      } else if (star >= 0) {
        p = star + 1;
        t = ++resume;
      } else {
        return false;
      }
    }
    while (p < pattern.length && pattern[p] == '*') {
      p++;
    }
    return p == pattern.length;
  }
}
