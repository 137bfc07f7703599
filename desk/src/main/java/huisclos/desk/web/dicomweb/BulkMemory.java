package huisclos.desk.web.dicomweb;

/**
 * The memory that bulk data may take until the instances that refer to it are stored, of all
 * requests together. Thread-safe.
 */
final class BulkMemory {
  private static final int SHARE_OF_HEAP = 4;

  private long left;

  /** Of this many bytes. */
  BulkMemory(long most) {
    this.left = most;
  }

  /** A quarter of the heap. */
  static BulkMemory ofHeap() {
    return new BulkMemory(Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);
  }

  /** Takes some; false where there isn't so much. */
  synchronized boolean take(long bytes) {
    if (bytes > left) {
      return false;
    }
    left -= bytes;
    return true;
  }

  synchronized void giveBack(long bytes) {
    left += bytes;
  }
}
