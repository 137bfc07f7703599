package huisclos.app;

import java.util.ArrayList;
import java.util.List;

/** Comma-separated values (RFC 4180); a semicolon parts them where the header has no comma. */
final class Csv {
  private Csv() {}

  /** The lines of a text as cells; empty lines are left out. */
  static List<List<String>> parse(String text) {
    String plain = text.startsWith("\uFEFF") ? text.substring(1) : text;
    int end = plain.indexOf('\n');
    char comma = plain.substring(0, end < 0 ? plain.length() : end).indexOf(',') < 0 ? ';' : ',';
    List<List<String>> lines = new ArrayList<>();
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < plain.length(); i++) {
      char c = plain.charAt(i);
      if (quoted) {
        if (c == '"' && i + 1 < plain.length() && plain.charAt(i + 1) == '"') {
          cell.append(c);
          i++;
        } else if (c == '"') {
          quoted = false;
        } else {
          cell.append(c);
        }
      } else if (c == '"') {
        quoted = true;
      } else if (c == comma) {
        cells.add(cell.toString());
        cell.setLength(0);
      } else if (c == '\n') {
        end(lines, cells, cell);
        cells = new ArrayList<>();
      } else if (c != '\r') {
        cell.append(c);
      }
    }
    end(lines, cells, cell);
    return lines;
  }

  private static void end(List<List<String>> lines, List<String> cells, StringBuilder cell) {
    cells.add(cell.toString());
    cell.setLength(0);
    if (cells.size() > 1 || !cells.getFirst().isBlank()) {
      lines.add(cells);
    }
  }
}
