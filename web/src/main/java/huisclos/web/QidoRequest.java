package huisclos.web;

import huisclos.dicom.DataSet;
import huisclos.dicom.Dictionary;
import huisclos.dicom.SpecificCharacterSet;
import huisclos.dicom.Tag;
import huisclos.dicom.Tags;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The parameters of a search (PS3.18 §8.3.4, §10.6.1). Which of them a level knows is the archive's
 * matter.
 *
 * @param keys what is to match, in UTF-8, sequences with an item each; as the identifier of a
 *     C-FIND would have it
 * @param include the attributes that are to be in the answer beside those of the level
 * @param everything whether all there is is to be in the answer
 * @param fuzzy whether names may match by sound
 * @param limit how many matches are wanted at most; empty: not said
 * @param offset how many matches are to be passed over
 */
public record QidoRequest(
    DataSet keys,
    List<AttributePath> include,
    boolean everything,
    boolean fuzzy,
    OptionalInt limit,
    int offset) {
  /** Parameters of one search. */
  public static final int MAX_PARAMETERS = 256;

  /** Attributes that one search may ask to be included. */
  public static final int MAX_INCLUDED = 1_000;

  /** Characters of one value; 10,000 UIDs have 650,000, but no URL is that long. */
  public static final int MAX_VALUE_CHARS = 64 * 1024;

  /** Parameters that every resource knows and that match nothing. */
  private static final Set<String> OTHERS = Set.of("accept", "charset");

  /**
   * Parameters that ask for ways of matching that are always there (PS3.18 §8.3.4.5, §8.3.4.6): no
   * value of an object looks like either key.
   */
  private static final Set<String> ALWAYS = Set.of("emptyvaluematching", "multiplevaluematching");

  public QidoRequest {
    include = List.copyOf(include);
  }

  /** A search or what is wrong with it. */
  public sealed interface Parse {
    record Parsed(QidoRequest request) implements Parse {}

    /**
     * None.
     *
     * @param parameter the name as it came; empty where it can't be shown
     */
    record Refused(String parameter, String why) implements Parse {}
  }

  /**
   * Understands the parameters of a search.
   *
   * @param query names and values, decoded
   */
  public static Parse parse(List<Map.Entry<String, String>> query) {
    return new Parser().parse(query);
  }

  /** Collects what the parameters say. */
  private static final class Parser {
    private final DataSet keys = new DataSet();
    private final List<AttributePath> include = new ArrayList<>();
    private final Set<String> once = new HashSet<>();
    private boolean everything;
    private boolean fuzzy;
    private OptionalInt limit = OptionalInt.empty();
    private int offset;

    Parse parse(List<Map.Entry<String, String>> query) {
      keys.putString(
          Tag.SPECIFIC_CHARACTER_SET, SpecificCharacterSet.UTF_8.terms().toArray(String[]::new));
      if (query.size() > MAX_PARAMETERS) {
        return new Parse.Refused("", "too many parameters");
      }
      for (Map.Entry<String, String> parameter : query) {
        Optional<String> wrong = take(parameter.getKey(), parameter.getValue());
        if (wrong.isPresent()) {
          return new Parse.Refused(shown(parameter.getKey()), wrong.get());
        }
      }
      return new Parse.Parsed(new QidoRequest(keys, include, everything, fuzzy, limit, offset));
    }

    /** What a program can be told of a name: nothing that could be more than one. */
    private static String shown(String name) {
      return name.length() <= 64 && name.chars().allMatch(c -> c == '.' || isWord(c)) ? name : "";
    }

    private static boolean isWord(int c) {
      return c < 0x80 && Character.isLetterOrDigit(c);
    }

    private Optional<String> take(String name, String value) {
      if (value.length() > MAX_VALUE_CHARS) {
        return Optional.of("too long");
      }
      if (name.equals("includefield")) {
        return included(value);
      }
      if (!once.add(name)) {
        return Optional.of("given twice");
      }
      return switch (name) {
        case "fuzzymatching" -> {
          fuzzy = value.equals("true");
          yield fuzzy || value.equals("false") ? Optional.empty() : Optional.of("true or false");
        }
        case "limit" -> {
          limit = number(value);
          yield limit.isPresent() ? Optional.empty() : Optional.of("a number from 0 on");
        }
        case "offset" -> {
          OptionalInt number = number(value);
          offset = number.orElse(0);
          yield number.isPresent() ? Optional.empty() : Optional.of("a number from 0 on");
        }
        default -> {
          if (ALWAYS.contains(name)) {
            boolean known = value.equals("true") || value.equals("false");
            yield known ? Optional.empty() : Optional.of("true or false");
          }
          yield OTHERS.contains(name) ? Optional.empty() : key(name, value);
        }
      };
    }

    private static OptionalInt number(String text) {
      boolean digits = !text.isEmpty() && text.length() <= 9;
      return digits && text.chars().allMatch(c -> c >= '0' && c <= '9')
          ? OptionalInt.of(Integer.parseInt(text))
          : OptionalInt.empty();
    }

    private Optional<String> included(String value) {
      for (String name : value.split(",", -1)) {
        if (name.equals("all")) {
          everything = true;
          continue;
        }
        Optional<AttributePath> path = AttributePath.parse(name.strip());
        if (path.isEmpty()) {
          return Optional.of("no attribute");
        }
        if (include.size() == MAX_INCLUDED) {
          return Optional.of("too many attributes");
        }
        include.add(path.get());
      }
      return Optional.empty();
    }

    private Optional<String> key(String name, String value) {
      Optional<AttributePath> path = AttributePath.parse(name);
      if (path.isEmpty()) {
        return Optional.of("no attribute");
      }
      if (path.get().first() == Tag.SPECIFIC_CHARACTER_SET) {
        return Optional.empty();
      }
      DataSet item = keys;
      for (int tag : path.get().tags().subList(0, path.get().tags().size() - 1)) {
        item = within(item, tag);
      }
      // Keyword and tag are two names of one attribute.
      return item.contains(path.get().last())
          ? Optional.of("given twice")
          : KeyValue.put(item, path.get().last(), value);
    }

    /** The one item of a sequence's key, made where there is none. */
    private static DataSet within(DataSet set, int tag) {
      List<DataSet> items = set.items(tag);
      if (!items.isEmpty()) {
        return items.getFirst();
      }
      DataSet item = new DataSet();
      // It inherits the character set; one of its own would be a key.
      set.putItems(tag, List.of(item));
      return item;
    }
  }

  /** The keywords of these attributes where they have one, else their digits; for a notice. */
  public static String names(List<Integer> tags) {
    return String.join(
        ", ",
        tags.stream()
            .map(tag ->
                Dictionary.find(tag).map(Dictionary.Entry::keyword).orElseGet(() -> Tags.hex(tag)))
            .toList());
  }
}
