package huisclos.dicom;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The data element registry (PS3.6 §6 to §8, PS3.7 Annex E), generated from the standard's tables.
 *
 * <p>Loaded at first use and kept packed: a line of text is only made into an {@link Entry} when
 * asked for. Thread-safe.
 */
public final class Dictionary {
  /**
   * One registered element. For a repeating group the tag is the one asked for.
   *
   * @param tag the tag
   * @param keyword its keyword, empty for a few retired elements
   * @param name its name
   * @param vr its VR; where the registry leaves a choice, words before bytes and unsigned before
   *     signed
   * @param vm its value multiplicity, as the registry writes it
   * @param retired whether the standard has withdrawn it
   */
  public record Entry(int tag, String keyword, String name, Vr vr, String vm, boolean retired) {}

  private Dictionary() {}

  /** The packed table: tags ascending (unsigned), their VRs, and where their lines start. */
  private static final class Table {
    static final byte[] TEXT = PackedTable.load("elements.txt");
    static final int[] TAGS = new int[8192];
    static final Vr[] VRS = new Vr[8192];
    static final int[] STARTS = new int[8192];
    static final int COUNT;

    /** The repeating groups: a tag belongs to one when {@code (tag & MASKS[i]) == VALUES[i]}. */
    static final int[] MASKS = new int[256];

    static final int[] VALUES = new int[256];
    static final int[] PATTERN_STARTS = new int[256];
    static final int PATTERNS;

    static {
      int at = 0;
      int count = 0;
      for (; TEXT[at] != '\n'; at = next(at)) {
        TAGS[count] = hex(at, 0);
        VRS[count] = vr(at);
        STARTS[count++] = at;
      }
      COUNT = count;
      int patterns = 0;
      for (at++; at < TEXT.length; at = next(at)) {
        MASKS[patterns] = ~(hex(at, 0) ^ hex(at, 15));
        VALUES[patterns] = hex(at, 0) & MASKS[patterns];
        PATTERN_STARTS[patterns++] = at;
      }
      PATTERNS = patterns;
    }

    private static int next(int at) {
      int i = at + 14;
      while (TEXT[i] != '\n') {
        i++;
      }
      return i + 1;
    }

    /** The eight hexadecimal digits at a place, an x counting as this digit. */
    private static int hex(int at, int x) {
      int value = 0;
      for (int i = at; i < at + 8; i++) {
        int c = TEXT[i];
        value = (value << 4) | (c == 'x' ? x : c <= '9' ? c - '0' : c - 'A' + 10);
      }
      return value;
    }

    /** The place of a tag's line, or -1. */
    static int find(int tag) {
      int i = index(tag);
      if (i >= 0) {
        return STARTS[i];
      }
      int pattern = pattern(tag);
      return pattern < 0 ? -1 : PATTERN_STARTS[pattern];
    }

    static int index(int tag) {
      int low = 0;
      int high = COUNT - 1;
      while (low <= high) {
        int middle = (low + high) >>> 1;
        int order = Integer.compareUnsigned(TAGS[middle], tag);
        if (order == 0) {
          return middle;
        }
        if (order < 0) {
          low = middle + 1;
        } else {
          high = middle - 1;
        }
      }
      return -1;
    }

    /** The repeating group a tag belongs to, or -1; those are even groups only (PS3.5 §7.6). */
    static int pattern(int tag) {
      if (Tags.isPrivate(tag)) {
        return -1;
      }
      for (int i = 0; i < PATTERNS; i++) {
        if ((tag & MASKS[i]) == VALUES[i]) {
          return i;
        }
      }
      return -1;
    }

    static Vr vr(int line) {
      Vr vr = Vr.of(TEXT[line + 9], TEXT[line + 10]);
      return vr == null ? Vr.UN : vr;
    }
  }

  private static final class Keywords {
    static final Map<String, Integer> TAGS = new HashMap<>();

    static {
      for (int i = 0; i < Table.COUNT; i++) {
        TAGS.put(PackedTable.fields(Table.TEXT, Table.STARTS[i])[2], Table.TAGS[i]);
      }
      TAGS.remove("");
    }
  }

  /** The entry of a tag; empty for private and unknown tags. */
  public static Optional<Entry> find(int tag) {
    int line = Table.find(tag);
    if (line < 0) {
      return Optional.empty();
    }
    String[] fields = PackedTable.fields(Table.TEXT, line);
    boolean retired = fields[0].endsWith("R");
    return Optional.of(new Entry(tag, fields[2], fields[3], Table.vr(line), fields[1], retired));
  }

  /** The tag of a keyword, exactly as the registry writes it; repeating groups have none. */
  public static OptionalInt tagOf(String keyword) {
    Integer tag = Keywords.TAGS.get(keyword);
    return tag == null ? OptionalInt.empty() : OptionalInt.of(tag);
  }

  /**
   * The VR an implicit encoding leaves out: of the registry, LO for private creators, UL for group
   * lengths, else UN.
   */
  public static Vr vrOf(int tag) {
    if (Tags.isGroupLength(tag)) {
      return Vr.UL;
    }
    if (Tags.isPrivate(tag)) {
      return Tags.isPrivateCreator(tag) ? Vr.LO : Vr.UN;
    }
    int i = Table.index(tag);
    if (i >= 0) {
      return Table.VRS[i];
    }
    int pattern = Table.pattern(tag);
    return pattern < 0 ? Vr.UN : Table.vr(Table.PATTERN_STARTS[pattern]);
  }

  /** All tags with one value, ascending. */
  static int[] tags() {
    return Arrays.copyOf(Table.TAGS, Table.COUNT);
  }
}
