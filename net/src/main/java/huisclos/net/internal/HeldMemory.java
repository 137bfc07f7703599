package huisclos.net.internal;

/**
 * The memory that identifiers and attributes of requests may take while they are worked on, over
 * all associations together: each has its own limit, but a peer may have many. Thread-safe.
 */
public final class HeldMemory {
  /**
   * What a byte of a data set becomes at most when it is read into a tree: an empty item of eight
   * bytes takes about a hundred.
   */
  static final int PER_BYTE = 13;

  /**
   * Bytes of each data set that are not counted, so that whoever takes all the rest leaves the
   * others their usual queries: those have a few hundred.
   */
  static final int FREE_BYTES = 8 * 1024;

  private static final long LEAST_BYTES = 32L << 20;
  private static final int SHARE_OF_HEAP = 8;

  private final long most;
  private long taken;

  /** Of this many bytes. */
  HeldMemory(long most) {
    this.most = most;
  }

  /** An eighth of the heap, and no less than 32 MiB. */
  public static HeldMemory ofHeap() {
    return new HeldMemory(Math.max(LEAST_BYTES, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP));
  }

  /** Takes what so many bytes of a data set need; false where there is not enough. */
  synchronized boolean take(int bytes) {
    long more = (long) bytes * PER_BYTE;
    if (more > most - taken) {
      return false;
    }
    taken += more;
    return true;
  }

  /** Gives back what was taken for so many bytes. */
  synchronized void giveBack(long bytes) {
    taken -= bytes * PER_BYTE;
  }

  /** What is taken now. */
  synchronized long taken() {
    return taken;
  }
}
