package huisclos.dicom;

import java.util.BitSet;
import java.util.List;

/**
 * A sequence of items (PS3.5 §7.5).
 *
 * <p>It remembers which lengths its source left undefined, so that it is written as it came. A VR
 * of UN says that the items are implicit little endian within an explicit data set (§6.2.2).
 */
public final class SequenceElement implements Element {
  private final int tag;
  private final Vr vr;
  private final List<DataSet> items;
  private final boolean undefinedLength;
  private final BitSet undefinedItems;

  /** A sequence that is written with defined lengths throughout. */
  public SequenceElement(int tag, List<DataSet> items) {
    this(tag, Vr.SQ, items, false, new BitSet());
  }

  SequenceElement(
      int tag, Vr vr, List<DataSet> items, boolean undefinedLength, BitSet undefinedItems) {
    this.tag = tag;
    this.vr = vr;
    this.items = List.copyOf(items);
    this.undefinedLength = undefinedLength;
    this.undefinedItems = undefinedItems;
  }

  @Override
  public int tag() {
    return tag;
  }

  @Override
  public Vr vr() {
    return vr;
  }

  /** The items; the list is fixed, the items themselves may be changed. */
  public List<DataSet> items() {
    return items;
  }

  /** Whether a delimiter closes the sequence. */
  public boolean undefinedLength() {
    return undefinedLength;
  }

  /** Whether a delimiter closes this item. */
  public boolean undefinedItem(int index) {
    return undefinedItems.get(index);
  }

  @Override
  public String toString() {
    return Tags.format(tag) + " " + vr + " " + items.size() + " items";
  }
}
