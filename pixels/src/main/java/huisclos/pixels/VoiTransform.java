package huisclos.pixels;

import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import java.util.List;
import java.util.Optional;

/** Modality values to the range of a display (PS3.3 §C.11.2): a window or a table. */
sealed interface VoiTransform {
  /** By a window. */
  record Windowed(Window window) implements VoiTransform {}

  /** By a table. */
  record Table(LookupTable table) implements VoiTransform {}

  /**
   * The first transform that the attributes name: of several views the first is the default, and a
   * window goes before a table.
   *
   * @param signed whether modality values can be negative
   */
  static Optional<VoiTransform> of(DataSet set, boolean signed) {
    Window.Function function = Window.Function.of(set.string(Tag.VOILUT_FUNCTION, ""));
    int windows = set.strings(Tag.WINDOW_CENTER).size();
    for (int i = 0; i < windows; i++) {
      double center = Numbers.decimal(set, Tag.WINDOW_CENTER, i).orElse(Double.NaN);
      double width = Numbers.decimal(set, Tag.WINDOW_WIDTH, i).orElse(Double.NaN);
      Optional<Window> window = Window.of(center, width, function);
      if (window.isPresent()) {
        return window.map(Windowed::new);
      }
    }
    List<DataSet> items = set.items(Tag.VOILUT_SEQUENCE);
    return items.isEmpty()
        ? Optional.empty()
        : LookupTable.read(items.getFirst(), Tag.LUT_DESCRIPTOR, Tag.LUT_DATA, signed)
            .map(Table::new);
  }

  /** Where a value lies in the output, from 0 to 1. */
  default double apply(double value) {
    return switch (this) {
      case Windowed(Window window) -> window.apply(value);
      case Table(LookupTable table) -> Math.min(1, table.at(value) / (double) table.maximum());
    };
  }
}
