package huisclos.pixels;

import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import java.util.List;
import java.util.Optional;

/** Stored values to what the modality measured (PS3.3 §C.11.1): a table, a line, or nothing. */
sealed interface ModalityTransform {
  /** By a table. */
  record Table(LookupTable table) implements ModalityTransform {}

  /** By Rescale Slope and Intercept; slope 1 and intercept 0 where there are none. */
  record Line(double slope, double intercept) implements ModalityTransform {}

  /** The transform of these attributes: the table where there is one (PS3.3 §C.11.1). */
  static ModalityTransform of(DataSet set, boolean signed) {
    List<DataSet> items = set.items(Tag.MODALITY_LUT_SEQUENCE);
    Optional<LookupTable> table =
        items.isEmpty()
            ? Optional.empty()
            : LookupTable.read(items.getFirst(), Tag.LUT_DESCRIPTOR, Tag.LUT_DATA, signed);
    if (table.isPresent()) {
      return new Table(table.get());
    }
    double slope = Numbers.decimal(set, Tag.RESCALE_SLOPE).orElse(1);
    double intercept = Numbers.decimal(set, Tag.RESCALE_INTERCEPT).orElse(0);
    return slope == 0 ? new Line(1, 0) : new Line(slope, intercept);
  }

  /** The output for a stored value. */
  default double apply(double stored) {
    return switch (this) {
      case Table(LookupTable table) -> table.at(stored);
      case Line(double slope, double intercept) -> slope * stored + intercept;
    };
  }
}
