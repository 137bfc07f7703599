package huisclos.web;

import huisclos.dicom.Tags;
import huisclos.dicom.ValueElement;
import huisclos.dicom.Vr;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Values given as text, encoded as their VR wants them; text in UTF-8. */
final class ValueText {
  private ValueText() {}

  /** The element; empty where a value is none of the VR. */
  static Optional<ValueElement> encode(int tag, Vr vr, List<String> values) {
    if (vr.isString()) {
      boolean several = vr.multiValued() || values.size() == 1;
      byte[] text = String.join("\\", values).getBytes(StandardCharsets.UTF_8);
      return several ? Optional.of(padded(tag, vr, text)) : Optional.empty();
    }
    try {
      return numbers(vr, values).map(bytes -> new ValueElement(tag, vr, bytes));
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }

  /** An element of these bytes, padded even. */
  static ValueElement padded(int tag, Vr vr, byte[] bytes) {
    if (bytes.length % 2 == 0) {
      return new ValueElement(tag, vr, bytes);
    }
    byte[] even = Arrays.copyOf(bytes, bytes.length + 1);
    even[bytes.length] = vr.padding();
    return new ValueElement(tag, vr, even);
  }

  private static Optional<byte[]> numbers(Vr vr, List<String> values) {
    int unit = vr == Vr.AT ? 4 : vr.unitBytes();
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(values.size(), unit)).order(ByteOrder.LITTLE_ENDIAN);
    for (String value : values) {
      String text = value.strip();
      switch (vr) {
        case FL -> bytes.putFloat(Float.parseFloat(text));
        case FD -> bytes.putDouble(Double.parseDouble(text));
        case SV -> bytes.putLong(Long.parseLong(text));
        case UV -> bytes.putLong(Long.parseUnsignedLong(text));
        case US -> bytes.putShort((short) within(text, 0, 0xFFFF));
        case SS -> bytes.putShort((short) within(text, Short.MIN_VALUE, Short.MAX_VALUE));
        case UL -> bytes.putInt((int) within(text, 0, 0xFFFF_FFFFL));
        case SL -> bytes.putInt((int) within(text, Integer.MIN_VALUE, Integer.MAX_VALUE));
        case AT -> {
          int tag = Integer.parseUnsignedInt(text, 16);
          bytes.putShort((short) Tags.group(tag)).putShort((short) Tags.element(tag));
        }
        default -> {
          return Optional.empty();
        }
      }
    }
    return Optional.of(bytes.array());
  }

  private static long within(String text, long least, long most) {
    long number = Long.parseLong(text);
    if (number < least || number > most) {
      throw new NumberFormatException("out of range");
    }
    return number;
  }
}
