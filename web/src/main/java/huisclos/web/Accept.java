package huisclos.web;

import java.util.List;
import java.util.Optional;

/**
 * What a client takes: the ranges of {@code Accept} with their weights (RFC 9110 §12.5.1), and what
 * DICOMweb adds, {@code type} of a multipart and {@code transfer-syntax} (PS3.18 §8.7.3).
 * Immutable.
 *
 * <p>A DICOM media type that names no transfer syntax means the one that is its default ({@link
 * MediaTransferSyntaxes}); a range with a wildcard leaves the syntax open, and so does {@code
 * transfer-syntax=*}.
 */
public final class Accept {
  /** Characters of an Accept header or parameter. */
  public static final int MAX_CHARS = 4096;

  /** Ranges of one header. */
  public static final int MAX_RANGES = 32;

  /** Whatever there is: what a client without the header takes. */
  public static final Accept ANYTHING = new Accept(List.of(MediaType.of("*/*")));

  private final List<MediaType> ranges;

  private Accept(List<MediaType> ranges) {
    this.ranges = List.copyOf(ranges);
  }

  /**
   * The ranges of a header's value, or of the parameter {@code accept}, which stands in for it
   * (PS3.18 §8.3.3.1).
   *
   * @return empty where it is no list of media ranges, or beyond a limit
   */
  public static Optional<Accept> parse(String value) {
    if (value.length() > MAX_CHARS) {
      return Optional.empty();
    }
    return new HeaderText(value)
        .mediaTypes(MAX_RANGES)
        .filter(list -> list.stream().allMatch(Accept::isWeighted))
        .map(list -> list.isEmpty() ? ANYTHING : new Accept(list));
  }

  /**
   * The offer that the client likes best; among equals the one that comes first.
   *
   * @param offers media types as they would be sent, best first
   * @return empty where none is acceptable (status 406)
   */
  public Optional<MediaType> choose(List<MediaType> offers) {
    Optional<MediaType> best = Optional.empty();
    double bestWeight = 0;
    for (MediaType offer : offers) {
      double weight = weight(offer);
      if (weight > bestWeight) {
        bestWeight = weight;
        best = Optional.of(offer);
      }
    }
    return best;
  }

  /** Whether this would be taken. */
  public boolean takes(MediaType offer) {
    return weight(offer) > 0;
  }

  /** The same where no range says a transfer syntax: for what has it said elsewhere. */
  public Accept anySyntax() {
    return new Accept(
        ranges.stream().map(range -> range.with(HeaderText.TRANSFER_SYNTAX, "*")).toList());
  }

  /** Whether a range says a transfer syntax, or {@code *} for any. */
  public boolean saysSyntax() {
    return ranges.stream().anyMatch(range -> range.transferSyntax().isPresent());
  }

  /** Whether it is taken by its own name, not by a wildcard; whatever its parameters. */
  public boolean names(MediaType type) {
    return ranges.stream().anyMatch(range -> range.isAs(type) && weightOf(range) > 0);
  }

  /** The weight of the range that fits an offer most closely, 0 to 1; 0 where none does. */
  double weight(MediaType offer) {
    int closest = -1;
    double weight = 0;
    for (MediaType range : ranges) {
      int closeness = closeness(range, offer);
      if (closeness > closest) {
        closest = closeness;
        weight = weightOf(range);
      }
    }
    return weight;
  }

  /** How closely a range fits an offer; -1 where it doesn't. */
  private static int closeness(MediaType range, MediaType offer) {
    if (range.type().equals("*")) {
      return range.subtype().equals("*") && namesFit(range, offer, true) ? 0 : -1;
    }
    if (!range.type().equals(offer.type())) {
      return -1;
    }
    if (range.subtype().equals("*")) {
      return namesFit(range, offer, true) ? 1 : -1;
    }
    if (!range.subtype().equals(offer.subtype()) || !namesFit(range, offer, false)) {
      return -1;
    }
    return 2
        + (range.parameter("type").isPresent() ? 2 : 0)
        + (range.transferSyntax().filter(s -> !s.equals("*")).isPresent() ? 1 : 0);
  }

  /** Whether the type of the parts and the transfer syntax are what the range asks for. */
  private static boolean namesFit(MediaType range, MediaType offer, boolean open) {
    Optional<MediaType> asked = range.parameter("type").flatMap(MediaType::parse);
    Optional<MediaType> parts = offer.parameter("type").flatMap(MediaType::parse);
    if (asked.isPresent() && !(parts.isPresent() && covers(asked.get(), parts.get()))) {
      return false;
    }
    Optional<String> syntax = offer.transferSyntax();
    if (syntax.isEmpty()) {
      return true;
    }
    Optional<String> wanted = range.transferSyntax();
    if (wanted.isPresent()) {
      return wanted.get().equals("*") || wanted.get().equals(syntax.get());
    }
    boolean anyParts = offer.isAs(MediaType.RELATED) && asked.map(MediaType::isRange).orElse(true);
    return open || anyParts || MediaTransferSyntaxes.isDefault(parts.orElse(offer), syntax.get());
  }

  private static boolean covers(MediaType range, MediaType type) {
    return (range.type().equals("*") || range.type().equals(type.type()))
        && (range.subtype().equals("*") || range.subtype().equals(type.subtype()));
  }

  private static boolean isWeighted(MediaType range) {
    double weight = weightOf(range);
    return weight >= 0 && weight <= 1;
  }

  private static double weightOf(MediaType range) {
    String text = range.parameter("q").orElse("1");
    try {
      return text.length() <= 8 ? Double.parseDouble(text) : -1;
    } catch (NumberFormatException _) {
      return -1;
    }
  }

  @Override
  public String toString() {
    return "Accept" + ranges;
  }
}
