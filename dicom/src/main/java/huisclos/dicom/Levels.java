package huisclos.dicom;

/** The sequences and items that are open around the reader's place, innermost last. */
final class Levels {
  enum Kind {
    DATA_SET,
    SEQUENCE,
    ITEM,
    FRAGMENTS
  }

  // A sequence and an item per depth, the data set itself, and a fragment list innermost.
  private static final int SIZE = 2 * Limits.MAX_DEPTH + 2;

  private final Kind[] kinds = new Kind[SIZE];
  private final long[] bounds = new long[SIZE];
  private final boolean[] open = new boolean[SIZE];
  private final boolean[] explicit = new boolean[SIZE];
  private final boolean[] bigEndian = new boolean[SIZE];
  private final int[] lastTags = new int[SIZE];
  private int top = -1;

  /**
   * Opens a level.
   *
   * @param bound the offset it cannot go beyond: its own end, or that of what encloses it
   * @param open whether a delimiter (or the end of the stream) closes it rather than the bound
   */
  void push(Kind kind, long bound, boolean open, boolean explicit, boolean bigEndian) {
    top++;
    this.kinds[top] = kind;
    this.bounds[top] = bound;
    this.open[top] = open;
    this.explicit[top] = explicit;
    this.bigEndian[top] = bigEndian;
    this.lastTags[top] = 0;
  }

  /** Opens a level encoded like the one around it. */
  void push(Kind kind, long bound, boolean open) {
    push(kind, bound, open, explicit[top], bigEndian[top]);
  }

  /** Closes the innermost level and says what it was. */
  Kind pop() {
    return kinds[top--];
  }

  Kind kind() {
    return kinds[top];
  }

  /** Whether this is the data set itself. */
  boolean outermost() {
    return top == 0;
  }

  /** Sequences that are open. */
  int depth() {
    return (top + 1) / 2;
  }

  long bound() {
    return bounds[top];
  }

  boolean open() {
    return open[top];
  }

  boolean explicit() {
    return explicit[top];
  }

  boolean bigEndian() {
    return bigEndian[top];
  }

  /** The tag of the last element begun here; 0 at first. */
  int lastTag() {
    return lastTags[top];
  }

  void lastTag(int tag) {
    lastTags[top] = tag;
  }
}
