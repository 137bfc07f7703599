package huisclos.dicom;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetEncoder;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes text with code extensions (PS3.5 §6.1.2.5): stays in the sets that are designated while
 * they hold the next character, else designates the first declared set that does; goes back to the
 * initial sets before every delimiter, line end, page end, tab and the value's end. For one text
 * and one thread.
 */
final class Iso2022Encoder {
  private final SpecificCharacterSet set;
  private final String delimiters;
  private final Set<CodeElement> candidates = new LinkedHashSet<>();
  private final Map<CodeElement, CharsetEncoder> encoders = new EnumMap<>(CodeElement.class);
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private CodeElement g0;
  private @Nullable CodeElement g1;

  Iso2022Encoder(SpecificCharacterSet set, String delimiters) {
    this.set = set;
    this.delimiters = delimiters;
    this.g0 = set.initialG0();
    this.g1 = set.initialG1();
    candidates.add(set.initialG0());
    CodeElement initialG1 = set.initialG1();
    if (initialG1 != null) {
      candidates.add(initialG1);
    }
    candidates.addAll(set.declared());
  }

  /** TAB, LF, FF and CR: the control characters after which the initial sets hold again. */
  static boolean isFormatEffector(int c) {
    return c == '\t' || c == '\n' || c == '\f' || c == '\r';
  }

  byte[] encode(String text) {
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == CodeElement.ESC) {
        throw new UnencodableTextException(at);
      } else if (isFormatEffector(c) || delimiters.indexOf(c) >= 0) {
        reset();
        out.write(c);
      } else if (c <= 0x20 || c == 0x7F) {
        out.write(c);
      } else if (!inCurrent(c) && !inAnother(c)) {
        throw new UnencodableTextException(at);
      }
      at++;
    }
    reset();
    return out.toByteArray();
  }

  private boolean inCurrent(char c) {
    byte[] bytes = bytes(g0, c);
    if (bytes == null && g1 != null) {
      bytes = bytes(g1, c);
    }
    if (bytes == null) {
      return false;
    }
    out.writeBytes(bytes);
    return true;
  }

  private boolean inAnother(char c) {
    for (CodeElement element : candidates) {
      byte[] bytes = bytes(element, c);
      if (bytes != null) {
        designate(element);
        out.writeBytes(bytes);
        return true;
      }
    }
    return false;
  }

  private void designate(CodeElement element) {
    out.writeBytes(element.escape());
    if (element.inG0()) {
      g0 = element;
    } else {
      g1 = element;
    }
  }

  /** Before a delimiter: says so where value 1's sets are not in place; G1 may stay undefined. */
  private void reset() {
    if (g0 != set.initialG0()) {
      designate(set.initialG0());
    }
    CodeElement initial = set.initialG1();
    if (initial != null && g1 != initial) {
      designate(initial);
    }
    g1 = initial;
  }

  /** The character in this set, or null: exactly there, in its own half, and readable again. */
  private byte @Nullable [] bytes(CodeElement element, char c) {
    boolean ascii = c < 0x80;
    if (ascii) {
      return element.inG0() && element.width() == 1 ? new byte[] {(byte) c} : null;
    }
    try {
      ByteBuffer encoded =
          encoders
              .computeIfAbsent(element, e -> e.charset().newEncoder())
              .encode(CharBuffer.wrap(new char[] {c}));
      byte[] bytes = new byte[encoded.remaining()];
      encoded.get(bytes);
      boolean fits =
          bytes.length == element.width()
              && (bytes[0] < 0) != element.inG0()
              && new String(bytes, element.charset()).equals(String.valueOf(c));
      return fits ? bytes : null;
    } catch (CharacterCodingException e) {
      return null;
    }
  }
}
