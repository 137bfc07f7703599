package huisclos.dicom;

/**
 * The bounds of this room, checked before anything is allocated. None can be switched off.
 *
 * <p>They are chosen so that a header in memory, whatever it claims, stays well within a 256 MB
 * heap, and so that every real object met so far passes.
 */
public final class Limits {
  /** Sequences within sequences. Real objects (structured reports) reach about 20. */
  public static final int MAX_DEPTH = 64;

  /** Elements and items of one data set held in memory, at all levels together. */
  public static final int MAX_ELEMENTS = 500_000;

  /**
   * Memory one data set may take when it is read into a tree, in bytes: its values, and {@link
   * #ELEMENT_COST} for each element and item.
   */
  public static final long MAX_HELD_BYTES = 96L << 20;

  /** What an element or item costs beside its value, in bytes of heap. */
  static final int ELEMENT_COST = 96;

  /** One value held in memory, in bytes; longer ones are streamed. */
  public static final int MAX_VALUE_BYTES = 64 << 20;

  /** A value above this many bytes is left out of a header ({@link ReadOptions#header()}). */
  public static final int HEADER_VALUE_BYTES = 256 << 10;

  /** Fragments of one encapsulated value held in memory (PS3.5 §A.4). */
  public static final int MAX_FRAGMENTS = 500_000;

  /** File meta information: preamble, prefix and group 0002, in bytes. */
  public static final int MAX_META_BYTES = 1 << 20;

  /** What a deflated data set may become, in bytes. */
  public static final long MAX_INFLATED_BYTES = 8L << 30;

  /** Inflated bytes for each deflated byte, once {@link #INFLATE_FREE_BYTES} are exceeded. */
  public static final int MAX_INFLATE_RATIO = 256;

  /** Inflated bytes below which no ratio is asked for: an empty mask deflates about 1000:1. */
  public static final long INFLATE_FREE_BYTES = 32L << 20;

  /** Bytes the reader may be ahead of what it was asked for. */
  public static final int READ_AHEAD_BYTES = 16 << 10;

  /** A DICOM JSON document, in bytes. */
  public static final long MAX_JSON_BYTES = 64L << 20;

  /** Text, or all numbers, of one element in DICOM JSON, in bytes as stored or in characters. */
  public static final int MAX_JSON_TEXT_BYTES = 8 << 20;

  /** One InlineBinary of a DICOM JSON document that is read, in bytes. */
  public static final int MAX_JSON_BINARY_BYTES = 32 << 20;

  /** A member's name in DICOM JSON; those of the model have 12 characters at most. */
  public static final int MAX_JSON_NAME_CHARS = 256;

  private Limits() {}
}
