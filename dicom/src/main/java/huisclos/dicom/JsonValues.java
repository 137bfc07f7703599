package huisclos.dicom;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Gathers the entries of one {@code Value} array into the value of an element of a known VR. */
final class JsonValues {
  private static final int MAX_INTEGER_DIGITS = 20;

  private final JsonReader reader;
  private final int tag;
  private final Vr vr;
  private final List<DataSet> items = new ArrayList<>();
  private final ByteArrayOutputStream numbers = new ByteArrayOutputStream();
  private final StringBuilder text = new StringBuilder();
  private int count;

  JsonValues(JsonReader reader, int tag, Vr vr) {
    this.reader = reader;
    this.tag = tag;
    this.vr = vr;
  }

  void add(JsonValue value) throws DicomException {
    count++;
    if (vr == Vr.SQ) {
      item(value);
    } else if (vr.isString()) {
      text(value);
    } else if (JsonValueWriter.isNumbers(vr)) {
      number(value);
    } else {
      throw reader.broken(Rule.JSON_MODEL);
    }
  }

  /** The element of all entries so far. */
  Element element() throws DicomException {
    if (vr == Vr.SQ) {
      return new SequenceElement(tag, items);
    }
    if (!vr.isString()) {
      return new ValueElement(tag, vr, numbers.toByteArray());
    }
    return new ValueElement(tag, vr, Values.even(encoded(), vr));
  }

  /** Whether the text needs a declaration of its character set. */
  boolean needsCharacterSet() {
    return vr.usesCharacterSet() && text.chars().anyMatch(c -> c > 0x7F);
  }

  /** UTF-8 for every VR: what stands where only the default repertoire may is not lost either. */
  private byte[] encoded() throws DicomException {
    try {
      return SpecificCharacterSet.UTF_8.encode(text.toString(), Vr.UT);
    } catch (UnencodableTextException e) {
      throw reader.broken(Rule.JSON_VALUE);
    }
  }

  private void item(JsonValue value) throws DicomException {
    switch (value) {
      case JsonValue.Item item -> items.add(item.set());
      case JsonValue.Empty _ -> items.add(new DataSet());
      case JsonValue.Text _, JsonValue.Numeral _, JsonValue.Name _ ->
          throw reader.broken(Rule.JSON_MODEL);
    }
  }

  private void text(JsonValue value) throws DicomException {
    if (count > 1) {
      if (!vr.multiValued()) {
        throw reader.broken(Rule.JSON_VALUE);
      }
      append("\\");
    }
    switch (value) {
      case JsonValue.Text(String string) -> append(string);
      case JsonValue.Numeral(String literal) ->
          append(
              switch (vr) {
                case DS -> NumberText.toDecimalString(literal);
                case IS -> NumberText.toIntegerString(literal);
                default -> literal;
              });
      case JsonValue.Empty _ -> {}
      case JsonValue.Name(String name) -> {
        requireName();
        append(name);
      }
      case JsonValue.Item(DataSet set) -> {
        // An empty object is a name without groups.
        requireName();
        if (!set.isEmpty()) {
          throw reader.broken(Rule.JSON_MODEL);
        }
      }
    }
  }

  private void requireName() throws DicomException {
    if (vr != Vr.PN) {
      throw reader.broken(Rule.JSON_MODEL);
    }
  }

  private void append(String part) throws DicomException {
    if (text.length() + part.length() > Limits.MAX_JSON_TEXT_BYTES) {
      throw reader.broken(Rule.JSON_LIMIT);
    }
    text.append(part);
  }

  private void number(JsonValue value) throws DicomException {
    switch (value) {
      case JsonValue.Empty _ -> {
        // Numbers of a fixed width have no empty one among them.
      }
      case JsonValue.Text(String string) -> number(string);
      case JsonValue.Numeral(String literal) -> number(literal);
      case JsonValue.Name _, JsonValue.Item _ -> throw reader.broken(Rule.JSON_MODEL);
    }
  }

  private void number(String value) throws DicomException {
    if (numbers.size() >= Limits.MAX_JSON_TEXT_BYTES) {
      throw reader.broken(Rule.JSON_LIMIT);
    }
    ByteBuffer out = ByteBuffer.allocate(JsonValueWriter.width(vr)).order(ByteOrder.LITTLE_ENDIAN);
    switch (vr) {
      case AT -> {
        int named = JsonReader.tag(value).orElseThrow(() -> reader.broken(Rule.JSON_VALUE));
        out.putShort((short) Tags.group(named)).putShort((short) named);
      }
      case US -> out.putShort((short) integer(value, 0, 0xFFFF));
      case SS -> out.putShort((short) integer(value, Short.MIN_VALUE, Short.MAX_VALUE));
      case UL -> out.putInt((int) integer(value, 0, 0xFFFFFFFFL));
      case SL -> out.putInt((int) integer(value, Integer.MIN_VALUE, Integer.MAX_VALUE));
      case SV -> out.putLong(integer(value, Long.MIN_VALUE, Long.MAX_VALUE));
      case UV -> out.putLong(unsigned(value));
      case FL -> out.putFloat(single(value));
      case FD -> out.putDouble(twofold(value));
      default -> throw new IllegalStateException("no VR of numbers: " + vr);
    }
    numbers.writeBytes(out.array());
  }

  private long integer(String value, long least, long most) throws DicomException {
    try {
      long number = Long.parseLong(digits(value));
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Told below, without the text that the exception quotes.
    }
    throw reader.broken(Rule.JSON_VALUE);
  }

  private long unsigned(String value) throws DicomException {
    try {
      return Long.parseUnsignedLong(digits(value));
    } catch (NumberFormatException e) {
      throw reader.broken(Rule.JSON_VALUE);
    }
  }

  private String digits(String value) throws DicomException {
    if (value.length() > NumberText.MAX_CHARS) {
      throw reader.broken(Rule.JSON_VALUE);
    }
    String json = NumberText.toJson(value).orElseThrow(() -> reader.broken(Rule.JSON_VALUE));
    String digits = NumberText.toIntegerString(json);
    if (digits.length() > MAX_INTEGER_DIGITS) {
      throw reader.broken(Rule.JSON_VALUE);
    }
    return digits;
  }

  private float single(String value) throws DicomException {
    double special = notFinite(value);
    if (special != 0) {
      return (float) special;
    }
    float number = Float.parseFloat(decimal(value));
    if (!Float.isFinite(number)) {
      throw reader.broken(Rule.JSON_VALUE);
    }
    return number;
  }

  private double twofold(String value) throws DicomException {
    double special = notFinite(value);
    return special != 0 ? special : Double.parseDouble(decimal(value));
  }

  private String decimal(String value) throws DicomException {
    return NumberText.toJson(value).orElseThrow(() -> reader.broken(Rule.JSON_VALUE));
  }

  /** What the words for it say, or 0 for any other text. */
  private static double notFinite(String value) {
    return switch (value) {
      case "NaN", "nan" -> Double.NaN;
      case "Infinity", "inf" -> Double.POSITIVE_INFINITY;
      case "-Infinity", "-inf" -> Double.NEGATIVE_INFINITY;
      default -> 0;
    };
  }
}
