package huisclos.dicom;

import java.util.HexFormat;

/**
 * What can be said of a tag, held as an {@code int} whose upper half is the group and lower half
 * the element number (PS3.5 §7.1). Tags compare unsigned. Pure functions, thread-safe.
 */
public final class Tags {
  private static final HexFormat HEX = HexFormat.of();

  private Tags() {}

  /** The tag of a group and an element number, each 0 to 0xFFFF. */
  public static int of(int group, int element) {
    return (group << 16) | (element & 0xFFFF);
  }

  public static int group(int tag) {
    return tag >>> 16;
  }

  public static int element(int tag) {
    return tag & 0xFFFF;
  }

  /** The standard's way of writing a tag: {@code (0010,0020)}, in lower-case hexadecimal. */
  public static String format(int tag) {
    return "(" + HEX.toHexDigits((short) group(tag)) + "," + HEX.toHexDigits((short) tag) + ")";
  }

  /** The tag as eight hexadecimal digits in upper case, as DICOM JSON writes it (PS3.18 F.2.2). */
  public static String hex(int tag) {
    return HexFormat.of().withUpperCase().toHexDigits(tag);
  }

  /** Whether the group is odd, so that the meaning is the manufacturer's own (PS3.5 §7.8). */
  public static boolean isPrivate(int tag) {
    return (tag & 0x10000) != 0;
  }

  /** Whether this element reserves a block of private elements: (gggg,0010-00FF), gggg odd. */
  public static boolean isPrivateCreator(int tag) {
    return isPrivate(tag) && element(tag) >= 0x10 && element(tag) <= 0xFF;
  }

  /** Whether this is a group length (gggg,0000) (PS3.5 §7.2). */
  public static boolean isGroupLength(int tag) {
    return element(tag) == 0;
  }

  /** Ascending order of tags, unsigned. */
  public static int compare(int a, int b) {
    return Integer.compareUnsigned(a, b);
  }
}
