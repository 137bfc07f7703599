package huisclos.app;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How results are shown: JSON for programs, aligned columns for people. */
final class Output {
  private static final JsonMapper JSON = new JsonMapper();

  private Output() {}

  /** One JSON document on standard output. */
  static void json(JsonNode node) {
    System.out.println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(node));
  }

  /** Columns as wide as their widest cell; control characters are shown as {@code ?}. */
  static void table(PrintStream out, List<String> header, List<List<String>> rows) {
    List<List<String>> all = new ArrayList<>();
    all.add(header);
    all.addAll(rows);
    int[] widths = new int[header.size()];
    for (List<String> row : all) {
      for (int i = 0; i < row.size(); i++) {
        widths[i] = Math.max(widths[i], printable(row.get(i)).length());
      }
    }
    for (List<String> row : all) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.size(); i++) {
        String cell = printable(row.get(i));
        line.append(cell);
        if (i < row.size() - 1) {
          line.repeat(' ', widths[i] - cell.length() + 2);
        }
      }
      out.println(line.toString().stripTrailing());
    }
  }

  /**
   * What a verb lists: the whole answer as JSON, or a row for each element of one of its arrays.
   *
   * @param array the array's name in the answer
   * @param none what people read, on standard error, where it is empty
   */
  static void listing(
      boolean json,
      JsonNode answer,
      String array,
      List<String> header,
      String none,
      Function<JsonNode, List<String>> row) {
    if (json) {
      json(answer);
      return;
    }
    List<List<String>> rows = new ArrayList<>();
    answer.path(array).forEach(element -> rows.add(row.apply(element)));
    if (rows.isEmpty()) {
      System.err.println(none);
    } else {
      table(System.out, header, rows);
    }
  }

  /** Text that can't drive a terminal. */
  static String printable(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    text.codePoints().forEach(c -> shown.appendCodePoint(Character.isISOControl(c) ? '?' : c));
    return shown.toString();
  }

  /** The strings of a JSON array, joined for a cell. */
  static String joined(@Nullable JsonNode array) {
    List<String> parts = new ArrayList<>();
    if (array != null) {
      array.forEach(n -> parts.add(n.asString()));
    }
    return String.join(",", parts);
  }
}
