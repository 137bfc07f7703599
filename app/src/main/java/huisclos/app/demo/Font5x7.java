package huisclos.app.demo;

/** Capital letters and digits of five by seven dots, for marks burnt into an image. */
final class Font5x7 {
  private static final String GLYPHS = " ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-./:";

  /** Seven rows of five bits a glyph, top row first, two hexadecimal digits a row. */
  private static final String ROWS =
      "00000000000000"
          + "0E11111F111111"
          + "1E11111E11111E"
          + "0E11101010110E"
          + "1E11111111111E"
          + "1F10101E10101F"
          + "1F10101E101010"
          + "0E11101713110F"
          + "1111111F111111"
          + "0E04040404040E"
          + "0702020202120C"
          + "11121418141211"
          + "1010101010101F"
          + "111B1515111111"
          + "11191513111111"
          + "0E11111111110E"
          + "1E11111E101010"
          + "0E11111115120D"
          + "1E11111E141211"
          + "0F10100E01011E"
          + "1F040404040404"
          + "1111111111110E"
          + "11111111110A04"
          + "11111115151B11"
          + "11110A040A1111"
          + "11110A04040404"
          + "1F01020408101F"
          + "0E11131519110E"
          + "040C040404040E"
          + "0E11010204081F"
          + "1F02040201110E"
          + "02060A121F0202"
          + "1F101E0101110E"
          + "0608101E11110E"
          + "1F010204080808"
          + "0E11110E11110E"
          + "0E11110F01020C"
          + "0000001F000000"
          + "00000000000C0C"
          + "00010204081000"
          + "000C0C000C0C00";

  private Font5x7() {}

  /** Whether a text has a dot at a place; each glyph is six dots wide. */
  static boolean dot(String text, int x, int y) {
    int column = x % 6;
    if (x < 0 || y < 0 || y >= 7 || column >= 5 || x / 6 >= text.length()) {
      return false;
    }
    int glyph = Math.max(0, GLYPHS.indexOf(text.charAt(x / 6)));
    int at = glyph * 14 + y * 2;
    int bits = Integer.parseInt(ROWS, at, at + 2, 16);
    return (bits & 0x10 >> column) != 0;
  }

  /** Draws a text, each dot {@code scale} pixels wide, into an image {@code width} pixels wide. */
  static void draw(
      short[] pixels, int width, int left, int top, int scale, String text, short value) {
    for (int y = 0; y < 7 * scale; y++) {
      for (int x = 0; x < 6 * scale * text.length(); x++) {
        int p = (top + y) * width + left + x;
        if (left + x < width && p < pixels.length && dot(text, x / scale, y / scale)) {
          pixels[p] = value;
        }
      }
    }
  }
}
