package huisclos.dicom;

/**
 * One step of a data set as {@link DataSetReader} walks through it (PS3.5 §7).
 *
 * <p>A well-formed walk is: elements, sequences and fragment lists in any number, then {@link End}.
 * A sequence is {@link SequenceStart}, items, {@link SequenceEnd}; an item is {@link ItemStart},
 * the same as a data set, {@link ItemEnd}; a fragment list is {@link FragmentsStart}, {@link
 * Fragment}s, {@link FragmentsEnd}.
 */
public sealed interface Token {
  /** A length the source leaves open, closed by a delimiter (PS3.5 §7.5). */
  long UNDEFINED = -1;

  /**
   * An element whose value follows.
   *
   * @param tag its tag
   * @param vr its VR, from the source or, in implicit encoding, from the dictionary
   * @param length its value's length in bytes, never undefined
   */
  record ElementHeader(int tag, Vr vr, long length) implements Token {}

  /**
   * A sequence; its VR is UN where the source says so: its items are then implicit little endian
   * (PS3.5 §6.2.2 note 4).
   *
   * @param length in bytes, or {@link #UNDEFINED}
   */
  record SequenceStart(int tag, Vr vr, long length) implements Token {}

  /**
   * An item of a sequence.
   *
   * @param length in bytes, or {@link #UNDEFINED}
   */
  record ItemStart(long length) implements Token {}

  /** The end of an item. */
  record ItemEnd() implements Token {}

  /** The end of a sequence. */
  record SequenceEnd() implements Token {}

  /** Encapsulated pixel data (PS3.5 §A.4); the first fragment is the basic offset table. */
  record FragmentsStart(int tag, Vr vr) implements Token {}

  /**
   * A fragment, or at index 0 the basic offset table; its bytes follow as a value.
   *
   * @param index from 0
   * @param length in bytes
   */
  record Fragment(int index, long length) implements Token {}

  /** The end of the fragments. */
  record FragmentsEnd() implements Token {}

  /** The end of the data set. */
  record End() implements Token {}
}
