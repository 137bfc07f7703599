package huisclos.vault;

/** A sealed object is not what its address says: damaged, exchanged or from another vault. */
public final class CorruptBlobException extends VaultException {
  private static final long serialVersionUID = 1L;

  /** Which part failed its check. */
  public enum Part {
    /** The entry's head: magic, version, checksum, lengths. */
    HEAD,
    /** Another object, or another vault's, lies at this address. */
    IDENTITY,
    /** The wrapped object key does not open under the named key. */
    KEY,
    /** A segment of the sealed content failed authentication, or content is missing. */
    CONTENT,
    /** The sealed descriptor failed authentication. */
    DESCRIPTOR,
    /** The content opened but its length or SHA-256 differs from the descriptor's. */
    DIGEST
  }

  private final Part part;

  CorruptBlobException(Part part, BlobAddress address) {
    super("sealed object damaged or exchanged; part=" + part + " address=" + address, null);
    this.part = part;
  }

  CorruptBlobException(Part part, ObjectId object) {
    super("sealed object damaged or exchanged; part=" + part + " object=" + object, null);
    this.part = part;
  }

  /** Which part failed its check. */
  public Part part() {
    return part;
  }
}
