package huisclos.probe.report;

import java.io.BufferedReader;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads range tables, each file by its form:
 *
 * <ul>
 *   <li>{@code start,end,CC} or {@code start,end,CC,NETWORK} with addresses of IPv4 or IPv6
 *   <li>the same with numbers, as ip2location's tables have them; a number above 2^32 is IPv6
 *   <li>{@code CIDR,CC} or {@code CIDR,CC,NETWORK}
 *   <li>MaxMind's GeoLite2 CSV: blocks (by their header) and, in a further file, locations
 * </ul>
 *
 * Cells may be quoted; lines that are empty or begin with {@code #} are left out.
 */
public final class RangeLoader {
  private static final int MAX_LINE_CHARS = 4096;
  private static final int MAX_LOCATIONS = 1_000_000;
  private static final int IPV4_DIGITS = 10;

  private final RangeTable.Builder ranges = new RangeTable.Builder();
  private final Map<String, String> countries = new HashMap<>();

  private RangeLoader() {}

  private interface Row {
    boolean take(List<String> cells) throws IOException;
  }

  /**
   * Reads tables; later ones add to earlier ones.
   *
   * @throws ReportException when a line can't be read, with its number
   */
  public static RangeTable load(List<Path> files) throws IOException {
    RangeLoader loader = new RangeLoader();
    List<Path> blocks = new ArrayList<>();
    for (Path file : files) {
      String head = firstLine(file);
      if (head.startsWith("geoname_id,")) {
        loader.locations(file, cells(head));
      } else if (head.startsWith("network,")) {
        blocks.add(file);
      } else {
        loader.rows(file, false, loader::range);
      }
    }
    for (Path file : blocks) {
      loader.blocks(file, cells(firstLine(file)));
    }
    return loader.ranges.build();
  }

  private static String firstLine(Path file) throws IOException {
    try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      String line = in.readLine();
      return line == null ? "" : line.replace("\uFEFF", "");
    }
  }

  private void rows(Path file, boolean header, Row row) throws IOException {
    try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      int number = 0;
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        number++;
        if (line.isBlank() || line.startsWith("#") || (header && number == 1)) {
          continue;
        }
        boolean taken = false;
        try {
          taken = line.length() <= MAX_LINE_CHARS && row.take(cells(line.replace("\uFEFF", "")));
        } catch (IllegalArgumentException _) {
          // Not an address, or not a number: the line is named below.
        }
        if (!taken) {
          throw new ReportException(
              "line " + number + " of the range table " + file.getFileName() + " is no range",
              "use start,end,CC or CIDR,CC or MaxMind's or ip2location's CSV");
        }
      }
    }
  }

  private boolean range(List<String> cells) throws IOException {
    String first = cells.getFirst();
    if (first.indexOf('/') >= 0) {
      return cells.size() >= 2 && cidr(first, place(cells, 1));
    }
    if (cells.size() < 3) {
      return false;
    }
    Place place = place(cells, 2);
    if (!first.isEmpty() && first.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return numbers(new BigInteger(first), new BigInteger(cells.get(1)), place);
    }
    InetAddress from = InetAddress.ofLiteral(first);
    InetAddress to = InetAddress.ofLiteral(cells.get(1));
    return from.getClass() == to.getClass()
        && add(
            RangeTable.high(from),
            RangeTable.low(from),
            RangeTable.high(to),
            RangeTable.low(to),
            place);
  }

  private boolean numbers(BigInteger from, BigInteger to, Place place) throws IOException {
    if (from.bitLength() > 128 || to.bitLength() > 128) {
      return false;
    }
    if (to.bitLength() <= 32 && to.toString().length() <= IPV4_DIGITS) {
      return add(
          0, RangeTable.mapped(from.longValue()), 0, RangeTable.mapped(to.longValue()), place);
    }
    return add(
        from.shiftRight(64).longValue(),
        from.longValue(),
        to.shiftRight(64).longValue(),
        to.longValue(),
        place);
  }

  private boolean cidr(String text, Place place) throws IOException {
    requireRoom();
    return ranges.addCidr(text, place);
  }

  private boolean add(long fromHigh, long fromLow, long toHigh, long toLow, Place place)
      throws IOException {
    if (RangeTable.compare(fromHigh, fromLow, toHigh, toLow) > 0) {
      return false;
    }
    requireRoom();
    return ranges.add(fromHigh, fromLow, toHigh, toLow, place);
  }

  private void requireRoom() throws ReportException {
    if (ranges.full()) {
      throw new ReportException(
          "the range tables have more than " + RangeTable.MAX_RANGES + " ranges",
          "give only the tables that the scope needs");
    }
  }

  private static Place place(List<String> cells, int at) {
    String country = cells.get(at).strip().toUpperCase(Locale.ROOT);
    boolean letters = country.length() == 2 && country.chars().allMatch(c -> c >= 'A' && c <= 'Z');
    if (!letters && !country.isEmpty() && !country.equals("-") && !country.equals("--")) {
      throw new IllegalArgumentException("no country");
    }
    String network = cells.size() > at + 1 ? cells.get(at + 1).strip() : "";
    return new Place(
        letters ? country : Place.NOWHERE, network.substring(0, Math.min(network.length(), 80)));
  }

  private void locations(Path file, List<String> header) throws IOException {
    int country = header.indexOf("country_iso_code");
    if (country < 0) {
      throw new ReportException(
          file.getFileName() + " has no column country_iso_code", "give MaxMind's locations CSV");
    }
    rows(
        file,
        true,
        cells -> {
          if (countries.size() == MAX_LOCATIONS || cells.size() <= country) {
            return false;
          }
          countries.put(cells.getFirst(), cells.get(country));
          return true;
        });
  }

  private void blocks(Path file, List<String> header) throws IOException {
    int place = header.indexOf("geoname_id");
    int registered = header.indexOf("registered_country_geoname_id");
    if (place < 0 || countries.isEmpty()) {
      throw new ReportException(
          file.getFileName() + " names places by number only",
          "give MaxMind's locations CSV (…-Locations-en.csv) by a further --ranges");
    }
    rows(
        file,
        true,
        cells -> {
          if (cells.size() <= Math.max(place, registered)) {
            return false;
          }
          String id = cells.get(place);
          if (id.isEmpty() && registered >= 0) {
            id = cells.get(registered);
          }
          String country = countries.getOrDefault(id, "");
          return cidr(cells.getFirst(), place(List.of(country), 0));
        });
  }

  private static List<String> cells(String line) {
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        cells.add(cell.toString());
        cell.setLength(0);
      } else {
        cell.append(c);
      }
    }
    cells.add(cell.toString());
    return cells;
  }
}
