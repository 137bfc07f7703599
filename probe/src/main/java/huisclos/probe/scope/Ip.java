package huisclos.probe.scope;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/**
 * An address as 128 bits, IPv4 as its IPv4-mapped IPv6 address (RFC 4291 §2.5.5.2): both spellings
 * of one address are the same here.
 */
record Ip(long hi, long lo) implements Comparable<Ip> {
  /** Unspecified: no host has it, and so no consent. */
  static final Ip NOBODY = new Ip(0, 0);

  private static final int V4_BYTES = 4;
  private static final long MAPPED = 0xFFFFL << 32;

  static Ip of(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (bytes.length == V4_BYTES) {
      return new Ip(0, MAPPED | (ByteBuffer.wrap(bytes).getInt() & 0xFFFFFFFFL));
    }
    ByteBuffer all = ByteBuffer.wrap(bytes);
    return new Ip(all.getLong(), all.getLong());
  }

  boolean v4() {
    return hi == 0 && lo >>> 32 == 0xFFFF;
  }

  InetAddress address() {
    byte[] bytes = ByteBuffer.allocate(16).putLong(hi).putLong(lo).array();
    try {
      return InetAddress.getByAddress(bytes); // An Inet4Address where it is mapped.
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Plus a number that isn't negative; wraps around at the end. */
  Ip plus(long more) {
    long sum = lo + more;
    return new Ip(Long.compareUnsigned(sum, lo) < 0 ? hi + 1 : hi, sum);
  }

  Ip before() {
    return new Ip(lo == 0 ? hi - 1 : hi, lo - 1);
  }

  /** How far it is from an earlier one; {@link Long#MAX_VALUE} where it is that or farther. */
  long since(Ip earlier) {
    long low = lo - earlier.lo;
    long high = hi - earlier.hi - (Long.compareUnsigned(lo, earlier.lo) < 0 ? 1 : 0);
    return high != 0 || low < 0 ? Long.MAX_VALUE : low;
  }

  @Override
  public int compareTo(Ip other) {
    int high = Long.compareUnsigned(hi, other.hi);
    return high != 0 ? high : Long.compareUnsigned(lo, other.lo);
  }

  @Override
  public String toString() {
    return address().getHostAddress();
  }
}
