package huisclos.dicom;

import org.jspecify.annotations.Nullable;

/**
 * Reads one stored value with code extensions (PS3.5 §6.1.2.5): follows the escape sequences and
 * goes back to the initial sets at every delimiter, line end, page end and tab. For one value and
 * one thread.
 */
final class Iso2022Decoder {
  private static final char REPLACEMENT = '\uFFFD';

  private final SpecificCharacterSet set;
  private final byte[] raw;
  private final String delimiters;
  private final StringBuilder out;
  private final boolean utf8;
  private CodeElement g0;
  private @Nullable CodeElement g1;

  /** What G1 held last within this value: for writers that omit the escape after a delimiter. */
  private @Nullable CodeElement lastG1;

  Iso2022Decoder(SpecificCharacterSet set, byte[] raw, String delimiters) {
    this.set = set;
    this.raw = raw;
    this.delimiters = delimiters;
    this.out = new StringBuilder(raw.length);
    this.utf8 = SpecificCharacterSet.wellFormedUtf8(raw);
    this.g0 = set.initialG0();
    this.g1 = set.initialG1();
    this.lastG1 = set.declared().stream().filter(e -> !e.inG0()).findFirst().orElse(null);
  }

  String decode() {
    int at = 0;
    while (at < raw.length) {
      int b = raw[at] & 0xFF;
      if (b == CodeElement.ESC) {
        at = escape(at);
      } else if (b < 0x21 || b == 0x7F) {
        control(b);
        at++;
      } else if (b >= 0x80) {
        at = high(at);
      } else if (g0.width() == 2) {
        at = pairs(at);
      } else {
        low(b);
        at++;
      }
    }
    return out.toString();
  }

  private int escape(int at) {
    CodeElement element = CodeElement.designatedAt(raw, at);
    if (element == null) {
      out.append((char) CodeElement.ESC);
      return at + 1;
    }
    if (element.inG0()) {
      g0 = element;
    } else {
      g1 = element;
      lastG1 = element;
    }
    return at + element.escapeLength();
  }

  /** Space, the control characters and DEL lie outside of G0, whatever it holds. */
  private void control(int b) {
    if (Iso2022Encoder.isFormatEffector(b)) {
      reset();
    }
    out.append((char) b);
  }

  /** A character of a single-byte G0: ASCII, or romaji that Java reads as ASCII. */
  private void low(int b) {
    if (delimiters.indexOf(b) >= 0) {
      reset();
    }
    out.append((char) b);
  }

  private void reset() {
    g0 = set.initialG0();
    g1 = set.initialG1();
  }

  private int pairs(int from) {
    int at = from;
    while (at + 1 < raw.length && graphic(raw[at]) && graphic(raw[at + 1])) {
      at += 2;
    }
    if (at > from) {
      out.append(new String(raw, from, at - from, g0.charset()));
      return at;
    }
    out.append(REPLACEMENT);
    return from + 1;
  }

  private static boolean graphic(byte b) {
    return b > 0x20 && b < 0x7F;
  }

  private int high(int from) {
    int at = from;
    while (at < raw.length && raw[at] < 0) {
      at++;
    }
    CodeElement element = g1 != null ? g1 : lastG1;
    out.append(
        element == null
            ? SpecificCharacterSet.undeclared(raw, from, at - from, utf8)
            : new String(raw, from, at - from, element.charset()));
    return at;
  }
}
