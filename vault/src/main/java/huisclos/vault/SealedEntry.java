package huisclos.vault;

/** A pending object with all that its entry needs beside the content. */
final class SealedEntry {
  private final BlobHead head;
  private final byte[] descriptor;
  private final PendingBlob blob;

  SealedEntry(BlobHead head, byte[] descriptor, PendingBlob blob) {
    this.head = head;
    this.descriptor = descriptor;
    this.blob = blob;
  }

  BlobHead head() {
    return head;
  }

  byte[] descriptor() {
    return descriptor;
  }

  SealedBody body() {
    return blob.body();
  }

  /** The entry's tail; to be asked once. */
  byte[] tail() {
    return head.encodeTail(body().checksumWith(descriptor));
  }
}
