package huisclos.dicom;

import java.util.List;

/** Encapsulated pixel data held in memory (PS3.5 §A.4). */
public final class FragmentsElement implements Element {
  private final int tag;
  private final Vr vr;
  private final byte[] offsetTable;
  private final List<byte[]> fragments;

  /**
   * Encapsulated pixel data.
   *
   * @param offsetTable the basic offset table's bytes, empty where there is none
   * @param fragments the fragments' bytes; not copied
   */
  public FragmentsElement(int tag, Vr vr, byte[] offsetTable, List<byte[]> fragments) {
    this.tag = tag;
    this.vr = vr;
    this.offsetTable = offsetTable;
    this.fragments = List.copyOf(fragments);
  }

  @Override
  public int tag() {
    return tag;
  }

  @Override
  public Vr vr() {
    return vr;
  }

  /** The bytes of the basic offset table; empty where the source has none. */
  public byte[] offsetTable() {
    return offsetTable;
  }

  /** The fragments without the offset table. */
  public List<byte[]> fragments() {
    return fragments;
  }

  @Override
  public String toString() {
    return Tags.format(tag) + " " + vr + " " + fragments.size() + " fragments";
  }
}
