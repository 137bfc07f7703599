package huisclos.pixels;

import huisclos.dicom.DataSet;
import java.util.List;
import java.util.OptionalDouble;

/** Numbers as the attributes of images write them; what isn't a finite number is absent. */
final class Numbers {
  private Numbers() {}

  /** The first value of a DS, IS, FL, FD or whole-number element. */
  static OptionalDouble decimal(DataSet set, int tag) {
    return decimal(set, tag, 0);
  }

  /** One value of such an element, counted from 0. */
  static OptionalDouble decimal(DataSet set, int tag, int index) {
    List<String> values = set.strings(tag);
    return index < values.size() ? parse(values.get(index)) : OptionalDouble.empty();
  }

  /** A decimal number; empty for everything else that Java would take for one. */
  static OptionalDouble parse(String text) {
    String trimmed = text.strip();
    if (trimmed.isEmpty() || trimmed.length() > 32 || !trimmed.matches("[-+0-9.eE]+")) {
      return OptionalDouble.empty();
    }
    try {
      double number = Double.parseDouble(trimmed);
      return Double.isFinite(number) ? OptionalDouble.of(number) : OptionalDouble.empty();
    } catch (NumberFormatException _) {
      return OptionalDouble.empty();
    }
  }
}
