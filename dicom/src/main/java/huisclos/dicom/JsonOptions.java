package huisclos.dicom;

/**
 * How {@link DicomJson} writes.
 *
 * @param maxValueBytes the longest value that is written out, in bytes as stored; a longer one
 *     keeps only its tag and {@code vr}, and so does encapsulated pixel data unless this is {@link
 *     Long#MAX_VALUE}
 * @param indented whether lines are broken and indented for people to read
 */
public record JsonOptions(long maxValueBytes, boolean indented) {
  /** Every value, on one line. */
  public static final JsonOptions EVERYTHING = new JsonOptions(Long.MAX_VALUE, false);

  /**
   * @throws IllegalArgumentException if {@code maxValueBytes} is negative
   */
  public JsonOptions {
    if (maxValueBytes < 0) {
      throw new IllegalArgumentException("a negative number of bytes");
    }
  }

  /** Values of up to this many bytes, on one line. */
  public static JsonOptions upTo(long maxValueBytes) {
    return new JsonOptions(maxValueBytes, false);
  }

  /** The same, with indented lines. */
  public JsonOptions withIndent() {
    return new JsonOptions(maxValueBytes, true);
  }

  /** Whether nothing is left out. */
  public boolean everything() {
    return maxValueBytes == Long.MAX_VALUE;
  }
}
