package huisclos.archive;

/**
 * How a name part sounds, roughly: its consonants by the place where the mouth makes them, after
 * the idea of Soundex, but without its fixed first letter and length, so that {@code Catherine} and
 * {@code Katherine}, {@code Meyer} and {@code Maier} are one. A part of other letters than Latin,
 * or of less than two such consonants, sounds like itself alone.
 */
final class Sound {
  private static final int MAX_DIGITS = 10;

  private Sound() {}

  /** The sound of a normalised name part. */
  static String of(String part) {
    String text = part.replace("ph", "f").replace("gh", "g");
    StringBuilder digits = new StringBuilder();
    char before = 0;
    for (int i = 0; i < text.length() && digits.length() < MAX_DIGITS; i++) {
      char c = text.charAt(i);
      if (c == '\'' || c == '-' || c == '.') {
        continue;
      }
      if (c < 'a' || c > 'z') {
        return part;
      }
      char digit = digit(c);
      if (digit != 0 && digit != before) {
        digits.append(digit);
      }
      // A vowel parts two consonants of one kind; h and w do not.
      before = c == 'h' || c == 'w' ? before : digit;
    }
    return digits.length() < 2 ? part : digits.toString();
  }

  private static char digit(char c) {
    return switch (c) {
      case 'b', 'f', 'p', 'v' -> '1';
      case 'c', 'g', 'j', 'k', 'q', 's', 'x', 'z' -> '2';
      case 'd', 't' -> '3';
      case 'l' -> '4';
      case 'm', 'n' -> '5';
      case 'r' -> '6';
      default -> 0;
    };
  }
}
