package huisclos.dicom;

/**
 * How much of a data set is taken into memory.
 *
 * @param stopBefore the reading stops before the first element of the outermost level whose tag is
 *     not below this one (unsigned); {@link #TO_THE_END} reads all
 * @param bulkThreshold values of more bytes are left in the source as {@link BulkElement}s; all
 *     encapsulated pixel data is when its bytes exceed it
 */
public record ReadOptions(int stopBefore, long bulkThreshold) {
  /** No tag is above it: the reading goes to the end. */
  public static final int TO_THE_END = 0xFFFFFFFF;

  /** Everything, within {@link Limits#MAX_HELD_BYTES}. */
  public static ReadOptions whole() {
    return new ReadOptions(TO_THE_END, Limits.MAX_VALUE_BYTES);
  }

  /** What precedes the pixel data group (7FE0), without values above 256 KiB. */
  public static ReadOptions header() {
    return new ReadOptions(0x7FE00000, Limits.HEADER_VALUE_BYTES);
  }

  /** Everything but values above this many bytes. */
  public static ReadOptions withoutBulk(long threshold) {
    return new ReadOptions(TO_THE_END, threshold);
  }
}
