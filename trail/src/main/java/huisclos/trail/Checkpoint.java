package huisclos.trail;

/**
 * A signed statement of a log's size and root hash (C2SP tlog-checkpoint). Keep its {@link #note()}
 * outside the machine: {@link TrailVerifier} then proves that nothing before it was rewritten.
 *
 * @param origin the log's name, {@code trail/<log id>}
 * @param size how many records the tree holds
 * @param root the RFC 6962 Merkle tree hash, base64
 * @param note the whole signed note
 */
public record Checkpoint(String origin, long size, String root, String note) {}
