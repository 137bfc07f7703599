package huisclos.desk.hl7;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Map;
import java.util.Optional;

/** The character sets of MSH-18 (HL7 table 0211). */
final class Hl7Charsets {
  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("ASCII", "US-ASCII"),
          Map.entry("8859/1", "ISO-8859-1"),
          Map.entry("8859/2", "ISO-8859-2"),
          Map.entry("8859/3", "ISO-8859-3"),
          Map.entry("8859/4", "ISO-8859-4"),
          Map.entry("8859/5", "ISO-8859-5"),
          Map.entry("8859/6", "ISO-8859-6"),
          Map.entry("8859/7", "ISO-8859-7"),
          Map.entry("8859/8", "ISO-8859-8"),
          Map.entry("8859/9", "ISO-8859-9"),
          Map.entry("8859/15", "ISO-8859-15"),
          Map.entry("UNICODE", "UTF-8"),
          Map.entry("UNICODE UTF-8", "UTF-8"),
          Map.entry("UTF-8", "UTF-8"),
          Map.entry("UNICODE UTF-16", "UTF-16"),
          Map.entry("ISO IR14", "JIS_X0201"),
          Map.entry("ISO IR87", "ISO-2022-JP"),
          Map.entry("GB 18030-2000", "GB18030"),
          Map.entry("KS X 1001", "EUC-KR"),
          Map.entry("BIG-5", "Big5"));

  private Hl7Charsets() {}

  /**
   * The text of a message that names this character set; one that names none is read as UTF-8 where
   * it is that, else as Latin-1. Empty if the set is unknown or the bytes are not of it.
   */
  static Optional<String> decode(byte[] bytes, String named) {
    if (named.isEmpty()) {
      Optional<String> unicode = strictly(bytes, StandardCharsets.UTF_8);
      return unicode.isPresent()
          ? unicode
          : Optional.of(new String(bytes, StandardCharsets.ISO_8859_1));
    }
    String name = NAMES.get(named);
    if (name == null) {
      return Optional.empty();
    }
    try {
      return strictly(bytes, Charset.forName(name));
    } catch (UnsupportedCharsetException | IllegalCharsetNameException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> strictly(byte[] bytes, Charset charset) {
    try {
      return Optional.of(charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
