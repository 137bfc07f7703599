package huisclos.probe.scope;

/**
 * A pseudo-random order of the numbers below a size, without a table: a Feistel network over the
 * next even number of bits, walked until it falls within the size (Black and Rogaway's cycle
 * walking). Spreads load over networks; it is no secret. Immutable.
 */
public final class Permutation {
  /** Largest size. */
  public static final long MAX_SIZE = 1L << 60;

  private static final int ROUNDS = 6;

  private final long size;
  private final long seed;
  private final int halfBits;
  private final long halfMask;

  private Permutation(long size, long seed) {
    this.size = size;
    this.seed = seed;
    int bits = Math.max(2, Long.SIZE - Long.numberOfLeadingZeros(Math.max(1, size - 1)));
    this.halfBits = (bits + 1) / 2;
    this.halfMask = (1L << halfBits) - 1;
  }

  /** An order of {@code 0} to {@code size - 1}; another seed gives another order. */
  public static Permutation of(long size, long seed) {
    if (size < 0 || size > MAX_SIZE) {
      throw new IllegalArgumentException("size out of range");
    }
    return new Permutation(size, seed);
  }

  /** Which number comes at this place; each comes at exactly one. */
  public long at(long place) {
    if (place < 0 || place >= size) {
      throw new IndexOutOfBoundsException("no place " + place);
    }
    long number = place;
    do {
      number = mix(number);
    } while (number >= size); // The network has less than four times as many numbers.
    return number;
  }

  private long mix(long number) {
    long left = number >>> halfBits;
    long right = number & halfMask;
    for (int round = 0; round < ROUNDS; round++) {
      long next = left ^ (scramble(right + seed + round * 0x9E3779B97F4A7C15L) & halfMask);
      left = right;
      right = next;
    }
    return (left << halfBits) | right;
  }

  /** The finaliser of SplitMix64 (Steele, Lea, Flood 2014). */
  private static long scramble(long value) {
    long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
