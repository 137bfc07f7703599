package huisclos.probe.software;

import java.util.List;

/**
 * Vulnerabilities that follow from product and version, as possible only: a distribution may have
 * mended them without a new version. Stateless.
 */
public final class Cves {
  /** When the table was last brought up to date. */
  public static final String AS_OF = "2026-11-22";

  /**
   * A row: versions below {@code below}, or up to and with it.
   *
   * @param including whether {@code below} itself is affected
   */
  private record Row(String product, String below, boolean including, String id) {
    boolean affects(String version) {
      int order = compare(version, below);
      return order < 0 || (including && order == 0);
    }
  }

  private static final List<Row> ROWS =
      List.of(
          new Row("Orthanc", "1.5.8", false, "CVE-2025-0896 (ICSMA-25-037-02)"),
          new Row("Orthanc", "1.12.10", true, "CVE-2026-5437 to CVE-2026-5445"),
          new Row(
              "DCMTK",
              "3.6.7",
              false,
              "CVE-2022-2119, CVE-2022-2120, CVE-2022-2121 (ICSMA-22-174-01)"),
          new Row("DCMTK", "3.7.0", true, "ICSMA-26-181-01"),
          new Row("Merge toolkit", "5.18", false, "CVE-2024-23914"),
          new Row(
              "Sante PACS Server",
              "4.2.3",
              false,
              "CVE-2025-53948, CVE-2025-54156, CVE-2025-54759, CVE-2025-54862"
                  + " (ICSMA-25-224-01)"),
          new Row("Dicoogle", "2.5.0", true, "path traversal, published without a CVE number"));

  private static final int MOST_PARTS = 4;

  private Cves() {}

  /**
   * What may affect this product.
   *
   * @param version as {@code 1.12.10}; where it is empty everything known of the product is listed,
   *     with the versions that it affects
   * @return {@code ID}, or {@code ID, if VERSIONS} where the version isn't known
   */
  public static List<String> possible(String product, String version) {
    boolean known = !version.isEmpty() && Character.isDigit(version.charAt(0));
    return ROWS.stream()
        .filter(row -> row.product().equalsIgnoreCase(product))
        .filter(row -> !known || row.affects(version))
        .map(row ->
            known
                ? row.id()
                : row.id()
                    + (row.including()
                        ? ", if its version is " + row.below() + " or older"
                        : ", if its version is older than " + row.below()))
        .toList();
  }

  /** By their numbers, part by part; what follows a part's digits doesn't count. */
  static int compare(String one, String other) {
    String[] left = one.split("\\.", MOST_PARTS + 1);
    String[] right = other.split("\\.", MOST_PARTS + 1);
    for (int i = 0; i < MOST_PARTS; i++) {
      int order = Long.compare(part(left, i), part(right, i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private static long part(String[] parts, int index) {
    long number = 0;
    if (index < parts.length) {
      for (int i = 0; i < Math.min(9, parts[index].length()); i++) {
        int digit = parts[index].charAt(i) - '0';
        if (digit < 0 || digit > 9) {
          break;
        }
        number = number * 10 + digit;
      }
    }
    return number;
  }
}
