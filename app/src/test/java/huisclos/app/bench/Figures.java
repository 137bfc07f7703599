package huisclos.app.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Measured values by row and column; a cell shows their median. Not thread-safe. */
final class Figures {
  private final List<String> columns;
  private final Map<String, Map<String, List<Double>>> rows = new LinkedHashMap<>();

  Figures(String... columns) {
    this.columns = List.of(columns);
  }

  void add(String row, String column, double value) {
    if (!columns.contains(column)) {
      throw new IllegalArgumentException("no such column: " + column);
    }
    rows.computeIfAbsent(row, _ -> new LinkedHashMap<>())
        .computeIfAbsent(column, _ -> new ArrayList<>())
        .add(value);
  }

  /** The median, or not a number where nothing was measured. */
  double median(String row, String column) {
    double[] values =
        rows.getOrDefault(row, Map.of()).getOrDefault(column, List.of()).stream()
            .mapToDouble(Double::doubleValue)
            .sorted()
            .toArray();
    return values.length == 0 ? Double.NaN : values[values.length / 2];
  }

  /** A Markdown table; each value with its ratio to the base row's of the same run. */
  String table(String corner, String base) {
    StringBuilder out = new StringBuilder("| " + corner + " |");
    columns.forEach(column -> out.append(' ').append(column).append(" |"));
    out.append("\n|---|").append("---:|".repeat(columns.size())).append('\n');
    for (String row : rows.keySet()) {
      out.append("| ").append(row).append(" |");
      for (String column : columns) {
        out.append(cell(median(row, column), median(base, column), row.equals(base)));
      }
      out.append('\n');
    }
    return out.toString();
  }

  private static String cell(double value, double base, boolean isBase) {
    if (Double.isNaN(value)) {
      return " |";
    }
    String number = value >= 100 ? "%,.0f".formatted(value) : "%.2f".formatted(value);
    return isBase || Double.isNaN(base) || base == 0
        ? " " + number + " |"
        : " %s (%.2f ×) |".formatted(number, value / base);
  }

  @Override
  public String toString() {
    return Arrays.toString(rows.keySet().toArray());
  }
}
