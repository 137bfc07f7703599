package huisclos.dicom;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One coded graphic character set that ISO 2022 designates to G0 (bytes 21H–7EH) or to G1 (bytes
 * A0H–FFH), with the escape sequence that does so (PS3.3 tables C.12-2 to C.12-4). Java's charsets
 * hold the characters; a G1 set is read and written with its high bits as they stand in the value.
 *
 * <p>JIS X 0201's 5CH and 7EH read as backslash and tilde, as Java has it and as DICOM's delimiters
 * want it, not as yen sign and overline.
 */
enum CodeElement {
  ASCII(6, 0, 1, "US-ASCII", "(B"),
  ROMAJI(13, 0, 1, "JIS_X0201", "(J"),
  LATIN_1(100, 1, 1, "ISO-8859-1", "-A"),
  LATIN_2(101, 1, 1, "ISO-8859-2", "-B"),
  LATIN_3(109, 1, 1, "ISO-8859-3", "-C"),
  LATIN_4(110, 1, 1, "ISO-8859-4", "-D"),
  CYRILLIC(144, 1, 1, "ISO-8859-5", "-L"),
  ARABIC(127, 1, 1, "ISO-8859-6", "-G"),
  GREEK(126, 1, 1, "ISO-8859-7", "-F"),
  HEBREW(138, 1, 1, "ISO-8859-8", "-H"),
  LATIN_5(148, 1, 1, "ISO-8859-9", "-M"),
  LATIN_9(203, 1, 1, "ISO-8859-15", "-b"),
  KATAKANA(13, 1, 1, "JIS_X0201", ")I"),
  /** ISO 8859-11 is TIS 620 with a no-break space. */
  THAI(166, 1, 1, "x-iso-8859-11", "-T"),
  KANJI(87, 0, 2, "x-JIS0208", "$B"),
  SUPPLEMENTARY_KANJI(159, 0, 2, "JIS_X0212-1990", "$(D"),
  KOREAN(149, 1, 2, "EUC-KR", "$)C"),
  CHINESE(58, 1, 2, "GB2312", "$)A");

  static final int ESC = 0x1B;

  private static final CodeElement[] ALL = values();

  private final int number;
  private final int plane;
  private final int width;
  private final String charsetName;
  private final String escape;

  CodeElement(int number, int plane, int width, String charsetName, String escape) {
    this.number = number;
    this.plane = plane;
    this.width = width;
    this.charsetName = charsetName;
    this.escape = (char) ESC + escape;
  }

  /** The number that its defined term ends in: 100 of {@code ISO_IR 100}. */
  int number() {
    return number;
  }

  /** Whether it is designated to G0, else to G1. */
  boolean inG0() {
    return plane == 0;
  }

  /** Bytes of one character: 1 or 2. */
  int width() {
    return width;
  }

  Charset charset() {
    return Charset.forName(charsetName);
  }

  /** The escape sequence, ESC included. */
  byte[] escape() {
    return escape.getBytes(StandardCharsets.US_ASCII);
  }

  int escapeLength() {
    return escape.length();
  }

  /** The set whose escape sequence begins at {@code at}, if it is a known one. */
  static @Nullable CodeElement designatedAt(byte[] raw, int at) {
    for (CodeElement element : ALL) {
      if (element.beginsAt(raw, at)) {
        return element;
      }
    }
    return null;
  }

  private boolean beginsAt(byte[] raw, int at) {
    if (raw.length - at < escape.length()) {
      return false;
    }
    for (int i = 0; i < escape.length(); i++) {
      if (raw[at + i] != escape.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
