package huisclos.dicom;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
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

  /** What is searched: tag, VR and place of the line, a long each, ascending (unsigned). */
  private static final class Index {
    private static final ByteBuffer ENTRIES = ByteBuffer.wrap(PackedTable.load("elements.idx"));
    private static final Vr[] VRS = Vr.values();
    static final int COUNT = ENTRIES.capacity() / 8;

    /** The place of a tag in the index, or -1. */
    static int find(int tag) {
      int low = 0;
      int high = COUNT - 1;
      while (low <= high) {
        int middle = (low + high) >>> 1;
        int order = Integer.compareUnsigned(tag(middle), tag);
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

    static int tag(int i) {
      return ENTRIES.getInt(i * 8);
    }

    static Vr vr(int i) {
      return VRS[ENTRIES.get(i * 8 + 4)];
    }

    static int line(int i) {
      return ENTRIES.getInt(i * 8 + 4) & 0xFFFFFF;
    }
  }

  /** The lines of text, loaded once a name is asked for. */
  private static final class Lines {
    static final byte[] TEXT = PackedTable.load("elements.txt");
  }

  /** The repeating groups: a tag belongs to one when {@code (tag & MASKS[i]) == VALUES[i]}. */
  private static final class Patterns {
    static final int[] MASKS = new int[256];
    static final int[] VALUES = new int[256];
    static final int[] LINES = new int[256];
    static final int COUNT;

    static {
      int count = 0;
      // They follow the last single tag's line and an empty one.
      int at = PackedTable.next(Lines.TEXT, Index.line(Index.COUNT - 1)) + 1;
      for (; at < Lines.TEXT.length; at = PackedTable.next(Lines.TEXT, at)) {
        MASKS[count] = ~(hex(at, 0) ^ hex(at, 15));
        VALUES[count] = hex(at, 0);
        LINES[count++] = at;
      }
      COUNT = count;
    }

    /** The eight hexadecimal digits at a place, an x counting as this digit. */
    private static int hex(int at, int x) {
      int value = 0;
      for (int i = at; i < at + 8; i++) {
        int c = Lines.TEXT[i];
        value = (value << 4) | (c == 'x' ? x : c <= '9' ? c - '0' : c - 'A' + 10);
      }
      return value;
    }

    /** The line of the repeating group a tag belongs to, or -1; all are even (PS3.5 §7.6). */
    static int line(int tag) {
      if (Tags.isPrivate(tag)) {
        return -1;
      }
      for (int i = 0; i < COUNT; i++) {
        if ((tag & MASKS[i]) == VALUES[i]) {
          return LINES[i];
        }
      }
      return -1;
    }
  }

  /** The entry of a tag; empty for private and unknown tags. */
  public static Optional<Entry> find(int tag) {
    int i = Index.find(tag);
    int line = i >= 0 ? Index.line(i) : Patterns.line(tag);
    if (line < 0) {
      return Optional.empty();
    }
    String[] fields = PackedTable.fields(Lines.TEXT, line);
    boolean retired = fields[0].endsWith("R");
    return Optional.of(new Entry(tag, fields[2], fields[3], vrAt(line), fields[1], retired));
  }

  /**
   * The tag of a keyword, exactly as the registry writes it; repeating groups have none. Searches
   * the table from its start, so keep what it finds.
   */
  public static OptionalInt tagOf(String keyword) {
    byte[] wanted = ('\t' + keyword + '\t').getBytes(StandardCharsets.UTF_8);
    if (keyword.isEmpty() || keyword.indexOf('\t') >= 0 || keyword.indexOf('\n') >= 0) {
      return OptionalInt.empty();
    }
    for (int i = 0; i < Index.COUNT; i++) {
      // Past tag, VR, mark of retirement and tab comes the multiplicity, then the keyword.
      int at = Index.line(i) + 14;
      while (Lines.TEXT[at] != '\t') {
        at++;
      }
      if (Arrays.equals(Lines.TEXT, at, at + wanted.length, wanted, 0, wanted.length)) {
        return OptionalInt.of(Index.tag(i));
      }
    }
    return OptionalInt.empty();
  }

  private static Vr vrAt(int line) {
    Vr vr = Vr.of(Lines.TEXT[line + 9], Lines.TEXT[line + 10]);
    return vr == null ? Vr.UN : vr;
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
    int i = Index.find(tag);
    if (i >= 0) {
      return Index.vr(i);
    }
    int line = Patterns.line(tag);
    return line < 0 ? Vr.UN : vrAt(line);
  }
}
