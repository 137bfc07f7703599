package huisclos.web;

import huisclos.dicom.Dictionary;
import huisclos.dicom.Tags;
import huisclos.dicom.Vr;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An attribute as a query names it (PS3.18 §8.3.4.1): a keyword or eight hexadecimal digits; within
 * sequences several, joined by dots. Immutable.
 *
 * @param tags from the outermost sequence down to the attribute itself; at least one
 */
public record AttributePath(List<Integer> tags) {
  /** Sequences within each other, the attribute included. */
  public static final int MAX_DEPTH = 8;

  private static final int MAX_CHARS = 512;
  private static final int HEX_DIGITS = 8;

  /** Keywords that were asked for: no more than the dictionary has. */
  private static final Map<String, Integer> KNOWN = new ConcurrentHashMap<>();

  public AttributePath {
    tags = List.copyOf(tags);
  }

  /** The attribute that a text names; empty where it names none. */
  public static Optional<AttributePath> parse(String text) {
    if (text.isEmpty() || text.length() > MAX_CHARS) {
      return Optional.empty();
    }
    List<Integer> tags = new ArrayList<>();
    for (String name : text.split("\\.", -1)) {
      OptionalInt tag = tag(name);
      boolean fits =
          tag.isPresent()
              && tags.size() < MAX_DEPTH
              && (tags.isEmpty() || holdsItems(tags.getLast()));
      if (!fits) {
        return Optional.empty();
      }
      tags.add(tag.getAsInt());
    }
    return Optional.of(new AttributePath(tags));
  }

  private static boolean holdsItems(int tag) {
    return Dictionary.vrOf(tag) == Vr.SQ;
  }

  private static OptionalInt tag(String name) {
    boolean hex =
        name.length() == HEX_DIGITS && name.chars().allMatch(c -> Character.digit(c, 16) >= 0);
    if (hex && name.chars().allMatch(c -> c < 0x80)) {
      int tag = Integer.parseUnsignedInt(name, 16);
      return Tags.group(tag) > 0x0002 && Tags.group(tag) < 0xFFFE && !Tags.isGroupLength(tag)
          ? OptionalInt.of(tag)
          : OptionalInt.empty();
    }
    Integer known = KNOWN.get(name);
    if (known != null) {
      return OptionalInt.of(known);
    }
    OptionalInt found = Dictionary.tagOf(name);
    found.ifPresent(tag -> KNOWN.put(name, tag));
    return found;
  }

  /** The outermost tag. */
  public int first() {
    return tags.getFirst();
  }

  /** The tag of the attribute itself. */
  public int last() {
    return tags.getLast();
  }
}
