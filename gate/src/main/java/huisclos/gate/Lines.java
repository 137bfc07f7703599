package huisclos.gate;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A small record of text fields: a version, then each field escaped and ended by a line feed. What
 * isn't of this form is none, and whoever reads it says no.
 */
final class Lines {
  private static final String VERSION = "1";

  private Lines() {}

  static byte[] write(List<String> fields) {
    StringBuilder text = new StringBuilder(VERSION).append('\n');
    for (String field : fields) {
      text.append(field.replace("\\", "\\\\").replace("\n", "\\n")).append('\n');
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** The fields; empty unless there are so many. */
  static Optional<List<String>> read(byte[] bytes, int fields) {
    String[] lines = new String(bytes, StandardCharsets.UTF_8).split("\n", -1);
    if (lines.length != fields + 2 || !lines[0].equals(VERSION)) {
      return Optional.empty();
    }
    List<String> found = new ArrayList<>(fields);
    for (int i = 1; i <= fields; i++) {
      found.add(unescaped(lines[i]));
    }
    return Optional.of(found);
  }

  private static String unescaped(String line) {
    StringBuilder text = new StringBuilder(line.length());
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '\\' && i + 1 < line.length()) {
        i++;
        text.append(line.charAt(i) == 'n' ? '\n' : line.charAt(i));
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }
}
