package huisclos.dicom;

/**
 * A value that was left in its source because of its size.
 *
 * @param tag its tag
 * @param vr its VR
 * @param offset where the value starts, in bytes as {@link DataSetReader#offset()} counts; for
 *     encapsulated pixel data where its first item starts
 * @param length its bytes; for encapsulated pixel data all items with their headers
 * @param encapsulated whether it is a list of fragments
 * @param uri where a DICOM JSON document says that the value is (offset and length are then -1);
 *     empty for any other source. Kept as read, never followed.
 */
public record BulkElement(
    int tag, Vr vr, long offset, long length, boolean encapsulated, String uri) implements Element {
  /** A value left in the stream that it was read from. */
  public BulkElement(int tag, Vr vr, long offset, long length, boolean encapsulated) {
    this(tag, vr, offset, length, encapsulated, "");
  }

  /** A value that a DICOM JSON document leaves at a BulkDataURI (PS3.18 §F.2.6). */
  public static BulkElement elsewhere(int tag, Vr vr, String uri) {
    return new BulkElement(tag, vr, -1, -1, false, uri);
  }

  @Override
  public String toString() {
    return Tags.format(tag) + " " + vr + " #" + length + " left in its source";
  }
}
