package huisclos.pixels;

/** The numbers from the lowest to the highest, both included; none at all if {@code low > high}. */
record Range(long low, long high) {
  static final Range NONE = new Range(Long.MAX_VALUE, Long.MIN_VALUE);

  boolean isEmpty() {
    return low > high;
  }

  boolean contains(long value) {
    return low <= value && value <= high;
  }
}
