package huisclos.trail;

import huisclos.trail.internal.MerkleHash;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * The verifier's own way to a tree's root: a stack of the perfect subtrees so far, in the manner of
 * RFC 9162 §2.1.2. It shares nothing with the writer but the two hashes. Not thread-safe.
 */
final class RangeHash {
  private final Deque<byte[]> peaks = new ArrayDeque<>();
  private long size;

  /** Leaves so far. */
  long size() {
    return size;
  }

  /** Adds a leaf's hash. */
  void add(byte[] leaf) {
    byte[] hash = leaf;
    // Each trailing one bit of the size is a peak as high as the subtree being completed.
    for (long n = size; (n & 1) == 1; n >>>= 1) {
      hash = MerkleHash.node(peaks.pop(), hash);
    }
    peaks.push(hash);
    size++;
  }

  /** The root over all leaves so far. */
  byte[] root() {
    Iterator<byte[]> rightToLeft = peaks.iterator();
    if (!rightToLeft.hasNext()) {
      return MerkleHash.empty();
    }
    byte[] hash = rightToLeft.next();
    while (rightToLeft.hasNext()) {
      hash = MerkleHash.node(rightToLeft.next(), hash);
    }
    return hash;
  }
}
