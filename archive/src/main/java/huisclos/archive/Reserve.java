package huisclos.archive;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much of the disk stays free: a number of bytes, a share of the disk, or the smaller of both.
 *
 * @param bytes at most so many; {@link Long#MAX_VALUE} where only a share was named
 * @param percent at most this share of the disk, 0 to 90; 100 where only bytes were named
 */
public record Reserve(long bytes, int percent) {
  private static final Pattern FORM =
      Pattern.compile("(?:([0-9]{1,6}) ?([MGT])B)?( or )?(?:([0-9]{1,2}) ?%)?");
  private static final int MAX_PERCENT = 90;
  private static final int WHOLE = 100;

  /** Keeps nothing free. */
  public static final Reserve NOTHING = new Reserve(0, WHOLE);

  /** Reads {@code 2 GB}, {@code 5 %} or {@code 2 GB or 5 %} (MB, GB, TB are powers of 1024). */
  public static Optional<Reserve> parse(String text) {
    Matcher m = FORM.matcher(text.strip());
    if (!m.matches()) {
      return Optional.empty();
    }
    String number = m.group(1);
    String share = m.group(4);
    boolean both = number != null && share != null;
    if ((number == null && share == null) || both != (m.group(3) != null)) {
      return Optional.empty();
    }
    long bytes = Long.MAX_VALUE;
    if (number != null) {
      int shift =
          switch (m.group(2)) {
            case "M" -> 20;
            case "G" -> 30;
            default -> 40;
          };
      bytes = Long.parseLong(number) << shift;
    }
    int percent = share == null ? WHOLE : Integer.parseInt(share);
    return share != null && percent > MAX_PERCENT
        ? Optional.empty()
        : Optional.of(new Reserve(bytes, percent));
  }

  /** What stays free of a disk of this size, bytes. */
  public long of(long total) {
    return Math.min(bytes, total / WHOLE * percent);
  }
}
