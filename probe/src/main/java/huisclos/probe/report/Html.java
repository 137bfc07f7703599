package huisclos.probe.report;

import java.util.List;

/** Writes HTML; whatever is given as text is escaped. Not thread-safe. */
public final class Html {
  private final StringBuilder out = new StringBuilder();

  public Html() {}

  /** Text as it stands in HTML. */
  public static String escape(String text) {
    StringBuilder safe = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> safe.append("&amp;");
        case '<' -> safe.append("&lt;");
        case '>' -> safe.append("&gt;");
        case '"' -> safe.append("&quot;");
        case '\'' -> safe.append("&#39;");
        default -> safe.append(c < ' ' && c != '\n' ? ' ' : c);
      }
    }
    return safe.toString();
  }

  /** Markup of ours. */
  public Html raw(String markup) {
    out.append(markup);
    return this;
  }

  /** An element with a text. */
  public Html element(String tag, String text) {
    return raw("<" + tag + ">").text(text).raw("</" + name(tag) + ">\n");
  }

  private static String name(String tag) {
    int space = tag.indexOf(' ');
    return space < 0 ? tag : tag.substring(0, space);
  }

  /** A text. */
  public Html text(String text) {
    out.append(escape(text));
    return this;
  }

  /**
   * A table with a heading each column.
   *
   * @param numbers columns from this one on are numbers, to the right
   */
  public Html table(List<String> head, int numbers, List<List<String>> rows) {
    raw("<div class=\"wide\"><table><thead><tr>");
    for (int i = 0; i < head.size(); i++) {
      element(i >= numbers ? "th class=\"n\" scope=\"col\"" : "th scope=\"col\"", head.get(i));
    }
    raw("</tr></thead><tbody>\n");
    for (List<String> row : rows) {
      raw("<tr>");
      for (int i = 0; i < row.size(); i++) {
        element(i >= numbers ? "td class=\"n\"" : "td", row.get(i));
      }
      raw("</tr>\n");
    }
    return raw("</tbody></table></div>\n");
  }

  /** A list. */
  public Html list(String kind, List<String> items) {
    raw("<" + kind + ">");
    items.forEach(item -> element("li", item));
    return raw("</" + kind + ">\n");
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
