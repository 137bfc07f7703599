package huisclos.vault;

/**
 * Where one sealed object lies.
 *
 * @param object the object that must be found there
 * @param store {@link #BLOBS} or {@link #QUARANTINE}
 * @param container number of the container within the store
 * @param offset of the entry's head in the container, bytes
 * @param length of the whole entry, bytes
 */
public record BlobAddress(ObjectId object, int store, long container, long offset, long length) {
  /** The directory {@code HOME/blobs}. */
  public static final int BLOBS = 0;

  /** The directory {@code HOME/quarantine}; each container there holds one object. */
  public static final int QUARANTINE = 1;

  public BlobAddress {
    if (store < 0 || container < 0 || offset < 0 || length < 0) {
      throw new IllegalArgumentException("no part of an address is negative");
    }
  }

  /** The first offset after the entry. */
  public long end() {
    return offset + length;
  }
}
