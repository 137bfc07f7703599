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
 */
public record BulkElement(int tag, Vr vr, long offset, long length, boolean encapsulated)
    implements Element {
  @Override
  public String toString() {
    return Tags.format(tag) + " " + vr + " #" + length + " left in its source";
  }
}
