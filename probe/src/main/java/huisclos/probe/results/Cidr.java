package huisclos.probe.results;

import java.net.InetAddress;

/** Whether an address lies in a range in CIDR form (RFC 4632, RFC 4291). */
public final class Cidr {
  private Cidr() {}

  /**
   * Whether it does.
   *
   * @param range {@code ADDRESS/BITS}, or an address alone; what is neither contains nothing
   */
  public static boolean contains(String range, InetAddress address) {
    int slash = range.indexOf('/');
    byte[] base;
    int bits;
    try {
      base = InetAddress.ofLiteral(slash < 0 ? range : range.substring(0, slash)).getAddress();
      bits = slash < 0 ? base.length * 8 : Integer.parseInt(range.substring(slash + 1));
    } catch (IllegalArgumentException _) {
      return false;
    }
    byte[] other = address.getAddress();
    if (other.length != base.length || bits < 0 || bits > base.length * 8) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      int mask = 0x80 >> (bit % 8);
      if (((base[bit / 8] ^ other[bit / 8]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }
}
