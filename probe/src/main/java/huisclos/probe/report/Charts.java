package huisclos.probe.report;

import java.util.List;
import java.util.Locale;

/** Charts as inline SVG: no script, no font, no style attribute. */
final class Charts {
  /**
   * One bar.
   *
   * @param label what it stands for
   * @param value its length
   * @param kind its class, which gives its colour
   */
  record Bar(String label, long value, String kind) {}

  /** One place on a line. */
  record Point(String label, long value) {}

  private static final int WIDTH = 560;
  private static final int ROW = 26;
  private static final int LABEL = 206;
  private static final int MAX_LABEL = 30;

  private Charts() {}

  /** Horizontal bars, each with its number. */
  static String bars(Texts texts, String title, List<Bar> bars) {
    long most = Math.max(1, bars.stream().mapToLong(Bar::value).max().orElse(1));
    int height = ROW * bars.size() + 6;
    StringBuilder svg = open(title, height);
    for (int i = 0; i < bars.size(); i++) {
      Bar bar = bars.get(i);
      int y = i * ROW + 4;
      double length = Math.max(bar.value() > 0 ? 2 : 0, 270.0 * bar.value() / most);
      text(svg, LABEL - 8, y + 15, "end", "l", cut(bar.label()));
      svg.append(
          String.format(
              Locale.ROOT,
              "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"18\" rx=\"3\"/>",
              bar.kind(),
              LABEL,
              y,
              length));
      text(svg, LABEL + (int) length + 8, y + 15, "start", "v", texts.number(bar.value()));
    }
    return svg.append("</svg>\n").toString();
  }

  /** A line from left to right with a dot and number at each place. */
  static String line(Texts texts, String title, List<Point> points) {
    int height = 210;
    int base = 160;
    long most = Math.max(1, points.stream().mapToLong(Point::value).max().orElse(1));
    StringBuilder svg = open(title, height);
    svg.append("<path class=\"axis\" d=\"M40 160H540\"/>");
    double step = points.size() < 2 ? 0 : 440.0 / (points.size() - 1);
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < points.size(); i++) {
      double x = 70 + i * step;
      double y = base - 120.0 * points.get(i).value() / most;
      path.append(String.format(Locale.ROOT, "%s%.1f %.1f", i == 0 ? "M" : "L", x, y));
    }
    svg.append("<path class=\"line\" d=\"").append(path).append("\"/>");
    int every = Math.max(1, (points.size() + 5) / 6);
    for (int i = 0; i < points.size(); i++) {
      double x = 70 + i * step;
      double y = base - 120.0 * points.get(i).value() / most;
      svg.append(
          String.format(
              Locale.ROOT, "<circle class=\"dot\" cx=\"%.1f\" cy=\"%.1f\" r=\"4\"/>", x, y));
      if (i % every == 0 || i == points.size() - 1) {
        text(svg, (int) x, (int) y - 10, "middle", "v", texts.number(points.get(i).value()));
        text(svg, (int) x, base + 20, "middle", "l", points.get(i).label());
      }
    }
    return svg.append("</svg>\n").toString();
  }

  /** Two bars a row: before and after. */
  static String pairs(Texts texts, String title, List<Bar> then, List<Bar> now) {
    long most =
        Math.max(
            1,
            Math.max(
                then.stream().mapToLong(Bar::value).max().orElse(1),
                now.stream().mapToLong(Bar::value).max().orElse(1)));
    StringBuilder svg = open(title, 34 * then.size() + 6);
    for (int i = 0; i < then.size(); i++) {
      int y = i * 34 + 4;
      text(svg, LABEL - 8, y + 18, "end", "l", cut(then.get(i).label()));
      for (int k = 0; k < 2; k++) {
        Bar bar = k == 0 ? then.get(i) : now.get(i);
        double length = Math.max(bar.value() > 0 ? 2 : 0, 270.0 * bar.value() / most);
        svg.append(
            String.format(
                Locale.ROOT,
                "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"11\" rx=\"2\"/>",
                bar.kind(),
                LABEL,
                y + k * 13,
                length));
        text(
            svg,
            LABEL + (int) length + 8,
            y + k * 13 + 10,
            "start",
            "s",
            texts.number(bar.value()));
      }
    }
    return svg.append("</svg>\n").toString();
  }

  private static StringBuilder open(String title, int height) {
    return new StringBuilder()
        .append("<svg role=\"img\" viewBox=\"0 0 ")
        .append(WIDTH)
        .append(' ')
        .append(height)
        .append("\"><title>")
        .append(Html.escape(title))
        .append("</title>");
  }

  private static void text(
      StringBuilder svg, int x, int y, String anchor, String kind, String text) {
    svg.append("<text class=\"")
        .append(kind)
        .append("\" x=\"")
        .append(x)
        .append("\" y=\"")
        .append(y)
        .append("\" text-anchor=\"")
        .append(anchor)
        .append("\">")
        .append(Html.escape(text))
        .append("</text>");
  }

  private static String cut(String label) {
    return label.length() <= MAX_LABEL ? label : label.substring(0, MAX_LABEL - 1) + "…";
  }
}
