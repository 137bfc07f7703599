package huisclos.dicom;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** Values between their stored bytes and what a program works with (PS3.5 §6.2). */
final class Values {
  private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]{1,18}");

  private Values() {}

  /** The VR a value is read by: that of the dictionary for a known element sent as UN. */
  static Vr effectiveVr(ValueElement element) {
    if (element.vr() != Vr.UN) {
      return element.vr();
    }
    Vr known = Dictionary.vrOf(element.tag());
    return known == Vr.SQ ? Vr.UN : known;
  }

  /** The values as text; see {@link DataSet#strings}. */
  static List<String> strings(ValueElement element, SpecificCharacterSet repertoire) {
    if (element.isEmpty()) {
      return List.of();
    }
    Vr vr = effectiveVr(element);
    if (vr.isString()) {
      SpecificCharacterSet used = vr.usesCharacterSet() ? repertoire : SpecificCharacterSet.DEFAULT;
      return split(used.decode(element.bytes(), vr), vr);
    }
    return numbers(element.bytes(), vr);
  }

  /** The whole text of a value, separators and inner spaces kept, padding removed. */
  static String text(ValueElement element, SpecificCharacterSet repertoire) {
    Vr vr = element.vr();
    SpecificCharacterSet used = vr.usesCharacterSet() ? repertoire : SpecificCharacterSet.DEFAULT;
    return withoutTrailing(used.decode(element.bytes(), vr));
  }

  private static List<String> split(String text, Vr vr) {
    String whole = withoutPadding(text);
    if (!vr.multiValued()) {
      return whole.isEmpty() ? List.of() : List.of(trim(whole, vr));
    }
    List<String> values = new ArrayList<>();
    int start = 0;
    for (int i = whole.indexOf('\\'); i >= 0; i = whole.indexOf('\\', start)) {
      values.add(trim(whole.substring(start, i), vr));
      start = i + 1;
    }
    values.add(trim(whole.substring(start), vr));
    return values.size() == 1 && values.getFirst().isEmpty() ? List.of() : values;
  }

  /** Without the NULs that some writers pad text with. */
  private static String withoutPadding(String text) {
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == 0) {
      end--;
    }
    return text.substring(0, end);
  }

  /** Trailing spaces never count; leading ones count in free text only (PS3.5 Table 6.2-1). */
  private static String trim(String value, Vr vr) {
    String text = withoutTrailing(value);
    int start = 0;
    boolean leading = vr != Vr.ST && vr != Vr.LT && vr != Vr.UT && vr != Vr.UC && vr != Vr.PN;
    while (leading && start < text.length() && text.charAt(start) == ' ') {
      start++;
    }
    return text.substring(start);
  }

  private static String withoutTrailing(String value) {
    int end = value.length();
    while (end > 0 && (value.charAt(end - 1) == ' ' || value.charAt(end - 1) == 0)) {
      end--;
    }
    return value.substring(0, end);
  }

  private static List<String> numbers(byte[] bytes, Vr vr) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int unit = vr == Vr.AT ? 4 : vr.unitBytes();
    if (vr.isLongLength() && vr != Vr.SV && vr != Vr.UV) {
      return List.of();
    }
    List<String> values = new ArrayList<>(bytes.length / unit);
    for (int i = 0; i + unit <= bytes.length; i += unit) {
      values.add(
          switch (vr) {
            case FL -> Float.toString(buffer.getFloat(i));
            case FD -> Double.toString(buffer.getDouble(i));
            case AT -> Tags.hex(tag(buffer, i));
            case UV -> Long.toUnsignedString(buffer.getLong(i));
            default -> Long.toString(integer(buffer, i, vr));
          });
    }
    return values;
  }

  private static int tag(ByteBuffer buffer, int at) {
    return Tags.of(Short.toUnsignedInt(buffer.getShort(at)), buffer.getShort(at + 2));
  }

  private static long integer(ByteBuffer buffer, int at, Vr vr) {
    return switch (vr) {
      case US -> Short.toUnsignedLong(buffer.getShort(at));
      case SS -> buffer.getShort(at);
      case UL -> Integer.toUnsignedLong(buffer.getInt(at));
      case SL -> buffer.getInt(at);
      case SV, UV -> buffer.getLong(at);
      default -> throw new IllegalArgumentException("no binary integer: " + vr);
    };
  }

  /** The whole numbers; see {@link DataSet#integers}. */
  static long[] integers(ValueElement element, SpecificCharacterSet repertoire) {
    Vr vr = effectiveVr(element);
    return switch (vr) {
      case US, SS, UL, SL, SV, UV -> {
        ByteBuffer buffer = ByteBuffer.wrap(element.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        long[] numbers = new long[element.length() / vr.unitBytes()];
        Arrays.setAll(numbers, i -> integer(buffer, i * vr.unitBytes(), vr));
        yield numbers;
      }
      case IS, DS ->
          strings(element, repertoire).stream()
              .filter(s -> INTEGER.matcher(s).matches())
              .mapToLong(Long::parseLong)
              .toArray();
      default -> new long[0];
    };
  }

  /** The tags of an AT value. */
  static int[] tags(ValueElement element) {
    ByteBuffer buffer = ByteBuffer.wrap(element.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    int[] tags = new int[element.length() / 4];
    Arrays.setAll(tags, i -> tag(buffer, i * 4));
    return tags;
  }

  /** An element of text. */
  static ValueElement ofStrings(
      int tag, Vr vr, SpecificCharacterSet repertoire, List<String> values) {
    if (!vr.isString()) {
      throw new IllegalArgumentException("no text in " + Tags.format(tag) + " of VR " + vr);
    }
    SpecificCharacterSet used = vr.usesCharacterSet() ? repertoire : SpecificCharacterSet.DEFAULT;
    byte[] bytes = used.encode(String.join("\\", values), vr);
    return new ValueElement(tag, vr, even(bytes, vr));
  }

  /** An element of whole numbers. */
  static ValueElement ofIntegers(int tag, Vr vr, int... values) {
    if (vr == Vr.IS || vr == Vr.DS) {
      List<String> texts = Arrays.stream(values).mapToObj(Integer::toString).toList();
      return ofStrings(tag, vr, SpecificCharacterSet.DEFAULT, texts);
    }
    int unit = vr == Vr.AT ? 4 : vr.unitBytes();
    ByteBuffer buffer = ByteBuffer.allocate(values.length * unit).order(ByteOrder.LITTLE_ENDIAN);
    for (int value : values) {
      switch (vr) {
        case US, SS -> buffer.putShort((short) value);
        case UL, SL -> buffer.putInt(value);
        case SV -> buffer.putLong(value);
        case UV -> buffer.putLong(Integer.toUnsignedLong(value));
        case AT -> buffer.putShort((short) Tags.group(value)).putShort((short) value);
        default ->
            throw new IllegalArgumentException("no number in " + Tags.format(tag) + " of " + vr);
      }
    }
    return new ValueElement(tag, vr, buffer.array());
  }

  /** These bytes, one more where their number is odd (PS3.5 §6.2). */
  static byte[] even(byte[] bytes, Vr vr) {
    if ((bytes.length & 1) == 0) {
      return bytes;
    }
    byte[] padded = Arrays.copyOf(bytes, bytes.length + 1);
    padded[bytes.length] = vr.padding();
    return padded;
  }
}
