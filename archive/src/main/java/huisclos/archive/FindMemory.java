package huisclos.archive;

/**
 * The memory that the matches of all queries together may take until they are answered: each query
 * has its own limits, but many may run at once, and whoever asks may be slow to take the answer.
 * Thread-safe.
 */
public final class FindMemory {
  /**
   * What a sealed byte of a match takes until it is answered: sealed, opened into elements of about
   * a hundred bytes each, and once more in the answer.
   */
  static final int PER_SEALED_BYTE = 6;

  /**
   * Sealed bytes of each query that are not counted, so that whoever takes all the rest leaves the
   * others a dozen matches.
   */
  static final int FREE_BYTES = 16 * 1024;

  private static final long LEAST_BYTES = 64L << 20;
  private static final int SHARE_OF_HEAP = 6;

  private final long most;
  private long taken;

  /** Of this many bytes. */
  FindMemory(long most) {
    this.most = most;
  }

  /** A sixth of the heap, and no less than 64 MiB. */
  public static FindMemory ofHeap() {
    return new FindMemory(Math.max(LEAST_BYTES, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP));
  }

  /** What one query takes of it; close it once its answers are sent. */
  public Lease lease() {
    return new Lease(this);
  }

  /** A lease on memory that no other query shares. */
  static Lease alone() {
    return new FindMemory((long) ArchiveLimits.MAX_FIND_BYTES * PER_SEALED_BYTE).lease();
  }

  /** What is taken now, bytes. */
  public synchronized long taken() {
    return taken;
  }

  private synchronized boolean take(long bytes) {
    if (bytes > most - taken) {
      return false;
    }
    taken += bytes;
    return true;
  }

  private synchronized void giveBack(long bytes) {
    taken -= bytes;
  }

  /** One query's part. Not thread-safe. */
  public static final class Lease implements AutoCloseable {
    private final FindMemory memory;
    private long sealed;

    private Lease(FindMemory memory) {
      this.memory = memory;
    }

    /**
     * Takes what so many further sealed bytes need; false where the query has its {@link
     * ArchiveLimits#MAX_FIND_BYTES}, or all queries together have everything.
     */
    boolean take(long sealedBytes) {
      long counted = Math.max(0, sealed + sealedBytes - FREE_BYTES) - counted();
      if (sealed + sealedBytes > ArchiveLimits.MAX_FIND_BYTES
          || !memory.take(counted * PER_SEALED_BYTE)) {
        return false;
      }
      sealed += sealedBytes;
      return true;
    }

    private long counted() {
      return Math.max(0, sealed - FREE_BYTES);
    }

    /** Gives all of it back. */
    @Override
    public void close() {
      memory.giveBack(counted() * PER_SEALED_BYTE);
      sealed = 0;
    }

    @Override
    public String toString() {
      return "Lease[" + sealed + "]";
    }
  }
}
