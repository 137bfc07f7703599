package huisclos.dicom;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One value of VR PN (PS3.5 §6.2.1): the same name in up to three groups of five components.
 * Immutable. Its {@code toString} shows nothing of the name; {@link #format()} does.
 *
 * @param alphabetic the name in a single-byte representation
 * @param ideographic the name in ideographs (kanji, hanja, hanzi)
 * @param phonetic the name as it is spoken (kana, hangul)
 */
public record PersonName(Group alphabetic, Group ideographic, Group phonetic) {
  /** A name of no group at all. */
  public static final PersonName EMPTY = new PersonName(Group.EMPTY, Group.EMPTY, Group.EMPTY);

  /**
   * One component group. Components are kept as written, without leading and trailing spaces; an
   * absent one is empty. For animals, family is the responsible party's and given the animal's.
   */
  public record Group(String family, String given, String middle, String prefix, String suffix) {
    /** A group without components. */
    public static final Group EMPTY = new Group("", "", "", "", "");

    private static final int COMPONENTS = 5;

    /**
     * Reads {@code family^given^middle^prefix^suffix}. Never fails: carets beyond the fourth stay
     * in the suffix, so that {@link #format()} loses nothing.
     */
    public static Group parse(String text) {
      String[] parts = text.split("\\^", COMPONENTS);
      return new Group(
          part(parts, 0), part(parts, 1), part(parts, 2), part(parts, 3), part(parts, 4));
    }

    private static String part(String[] parts, int i) {
      return i < parts.length ? parts[i].strip() : "";
    }

    /** The five components in the standard's order. */
    public List<String> components() {
      return List.of(family, given, middle, prefix, suffix);
    }

    public boolean isEmpty() {
      return components().stream().allMatch(String::isEmpty);
    }

    /** The group as DICOM writes it, without trailing carets. */
    public String format() {
      return joined(components().stream(), "^");
    }

    /** Nothing of the name. */
    @Override
    public String toString() {
      return isEmpty() ? "Group(empty)" : "Group(withheld)";
    }
  }

  private static final int GROUPS = 3;

  /**
   * Reads one PN value. Never fails: delimiters beyond the standard's number stay in the last
   * component, so that {@link #format()} loses nothing but trailing delimiters and outer spaces.
   */
  public static PersonName parse(String value) {
    String[] groups = value.split("=", GROUPS);
    return new PersonName(
        Group.parse(groups[0]),
        groups.length > 1 ? Group.parse(groups[1]) : Group.EMPTY,
        groups.length > 2 ? Group.parse(groups[2]) : Group.EMPTY);
  }

  /** The groups in the standard's order. */
  public List<Group> groups() {
    return List.of(alphabetic, ideographic, phonetic);
  }

  public boolean isEmpty() {
    return groups().stream().allMatch(Group::isEmpty);
  }

  /** The value as DICOM writes it, without trailing delimiters: patient data. */
  public String format() {
    return joined(groups().stream().map(Group::format), "=");
  }

  private static String joined(Stream<String> parts, String delimiter) {
    String all = parts.collect(Collectors.joining(delimiter));
    int end = all.length();
    while (end > 0 && all.startsWith(delimiter, end - 1)) {
      end--;
    }
    return all.substring(0, end);
  }

  /** Nothing of the name. */
  @Override
  public String toString() {
    return isEmpty() ? "PersonName(empty)" : "PersonName(withheld)";
  }
}
