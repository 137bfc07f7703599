package huisclos.dicom;

/** An element whose value is held in memory. */
public final class ValueElement implements Element {
  private static final byte[] NONE = {};

  private final int tag;
  private final Vr vr;
  private final byte[] bytes;

  /**
   * An element of these bytes, which are not copied.
   *
   * @param bytes the value as it is stored, numbers in little endian order; written as given, so
   *     that an even length is the caller's matter
   */
  public ValueElement(int tag, Vr vr, byte[] bytes) {
    this.tag = tag;
    this.vr = vr;
    this.bytes = bytes;
  }

  /** An element with an empty value. */
  public static ValueElement empty(int tag, Vr vr) {
    return new ValueElement(tag, vr, NONE);
  }

  @Override
  public int tag() {
    return tag;
  }

  @Override
  public Vr vr() {
    return vr;
  }

  /**
   * The value as it is stored, padding included; numbers in little endian order whatever the
   * source's. Not a copy: not to be changed.
   */
  public byte[] bytes() {
    return bytes;
  }

  public int length() {
    return bytes.length;
  }

  public boolean isEmpty() {
    return bytes.length == 0;
  }

  @Override
  public String toString() {
    return Tags.format(tag) + " " + vr + " #" + bytes.length;
  }
}
