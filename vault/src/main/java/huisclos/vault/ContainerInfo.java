package huisclos.vault;

/**
 * A container as it lies on disk.
 *
 * @param store {@link BlobAddress#BLOBS} or {@link BlobAddress#QUARANTINE}
 * @param number of the container
 * @param length of its file, bytes
 */
public record ContainerInfo(int store, long number, long length) {}
