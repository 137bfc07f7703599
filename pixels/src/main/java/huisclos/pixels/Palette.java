package huisclos.pixels;

import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The three tables of a PALETTE COLOR image (PS3.3 §C.7.6.3.1.5), reduced to eight bits. */
record Palette(List<LookupTable> tables, int shift) {
  private static final int[] DESCRIPTORS = {
    Tag.RED_PALETTE_COLOR_LOOKUP_TABLE_DESCRIPTOR,
    Tag.GREEN_PALETTE_COLOR_LOOKUP_TABLE_DESCRIPTOR,
    Tag.BLUE_PALETTE_COLOR_LOOKUP_TABLE_DESCRIPTOR
  };
  private static final int[] DATA = {
    Tag.RED_PALETTE_COLOR_LOOKUP_TABLE_DATA,
    Tag.GREEN_PALETTE_COLOR_LOOKUP_TABLE_DATA,
    Tag.BLUE_PALETTE_COLOR_LOOKUP_TABLE_DATA
  };
  private static final int[] SEGMENTS = {
    Tag.SEGMENTED_RED_PALETTE_COLOR_LOOKUP_TABLE_DATA,
    Tag.SEGMENTED_GREEN_PALETTE_COLOR_LOOKUP_TABLE_DATA,
    Tag.SEGMENTED_BLUE_PALETTE_COLOR_LOOKUP_TABLE_DATA
  };

  Palette {
    tables = List.copyOf(tables);
  }

  /** The palette of these attributes; empty if a table is missing or damaged. */
  static Optional<Palette> read(DataSet set, boolean signed) {
    List<LookupTable> tables = new ArrayList<>();
    for (int band = 0; band < 3; band++) {
      table(set, band, signed).ifPresent(tables::add);
    }
    return tables.size() < 3 ? Optional.empty() : Optional.of(new Palette(tables, shift(tables)));
  }

  private static Optional<LookupTable> table(DataSet set, int band, boolean signed) {
    byte[] segments = LookupTable.bytes(set, SEGMENTS[band]);
    if (segments.length == 0) {
      return LookupTable.read(set, DESCRIPTORS[band], DATA[band], signed);
    }
    return LookupTable.Descriptor.read(set, DESCRIPTORS[band], signed)
        .flatMap(d -> {
          char[] entries = SegmentedTable.expand(segments, d);
          return entries.length == 0
              ? Optional.empty()
              : Optional.of(new LookupTable(d.first(), entries, d.bits()));
        });
  }

  /** Bits to drop: tables of 16 bits are met whose writer filled the lower eight alone. */
  private static int shift(List<LookupTable> tables) {
    int bits = 8;
    for (LookupTable table : tables) {
      for (char entry : table.entries()) {
        if (entry > 0xFF) {
          bits = Math.max(bits, table.bits());
        }
      }
    }
    return bits - 8;
  }

  /** One band's output for a stored value, from 0 to 255. */
  byte at(int band, int stored) {
    return (byte) Math.min(255, tables.get(band).at(stored) >> shift);
  }
}
