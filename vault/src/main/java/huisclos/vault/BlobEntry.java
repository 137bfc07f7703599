package huisclos.vault;

/**
 * An entry found by a scan; {@link Vault#open(BlobEntry)} opens it.
 *
 * @param address where it lies, with its object's id
 * @param key the key that wraps its object key
 */
public record BlobEntry(BlobAddress address, BlobKeyId key) {}
