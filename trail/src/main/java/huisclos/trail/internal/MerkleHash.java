package huisclos.trail.internal;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The hashes of RFC 6962 §2.1: SHA-256 with 0x00 before a leaf and 0x01 before a node. */
public final class MerkleHash {
  private MerkleHash() {}

  /** Bytes of a hash. */
  public static final int BYTES = 32;

  /** The hash of a record. */
  public static byte[] leaf(byte[] entry) {
    MessageDigest digest = sha256();
    digest.update((byte) 0);
    return digest.digest(entry);
  }

  /** The hash over two subtrees. */
  public static byte[] node(byte[] left, byte[] right) {
    MessageDigest digest = sha256();
    digest.update((byte) 1);
    digest.update(left);
    return digest.digest(right);
  }

  /** The root of a tree without records. */
  public static byte[] empty() {
    return sha256().digest();
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }
}
