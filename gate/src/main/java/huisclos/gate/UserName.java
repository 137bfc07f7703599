package huisclos.gate;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Optional;

/** The names by which people are known: one form of each, so that a name has one spelling. */
final class UserName {
  /** Longest name, in UTF-16 units. */
  static final int MAX_CHARS = 64;

  private UserName() {}

  /** The name's one form; empty when it is none: blank, too long, or with what isn't printable. */
  static Optional<String> of(String text) {
    if (text.length() > 4 * MAX_CHARS) {
      return Optional.empty();
    }
    String name = Normalizer.normalize(text, Normalizer.Form.NFC).strip();
    boolean fits =
        !name.isEmpty()
            && name.length() <= MAX_CHARS
            && name.indexOf('\\') < 0
            && name.codePoints().allMatch(UserName::printable);
    return fits ? Optional.of(name) : Optional.empty();
  }

  /** The text of bytes that must be UTF-8 (PS3.7 §D.3.3.7.1). */
  static Optional<String> utf8(byte[] bytes) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private static boolean printable(int c) {
    int kind = Character.getType(c);
    return kind != Character.CONTROL
        && kind != Character.FORMAT
        && kind != Character.SURROGATE
        && kind != Character.UNASSIGNED
        && kind != Character.PRIVATE_USE
        && kind != Character.LINE_SEPARATOR
        && kind != Character.PARAGRAPH_SEPARATOR;
  }
}
