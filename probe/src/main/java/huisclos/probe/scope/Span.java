package huisclos.probe.scope;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Addresses from one to another, both included. */
record Span(Ip first, Ip last) {
  private static final Pattern V4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
  private static final Pattern V6 = Pattern.compile("[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*");
  private static final Pattern LENGTH = Pattern.compile("[0-9]{1,3}");
  private static final int MAX_CHARS = 64;
  private static final int V4_OFFSET = 96;
  private static final int BITS = 128;

  Span {
    if (first.compareTo(last) > 0) {
      throw new IllegalArgumentException("a span ends before it begins");
    }
  }

  /**
   * Reads {@code 192.0.2.0/24}, {@code 2001:db8::/120} or a single address.
   *
   * @throws IllegalArgumentException with a message that says what is wrong
   */
  static Span parse(String text) {
    int slash = text.indexOf('/');
    String head = slash < 0 ? text : text.substring(0, slash);
    if (text.length() > MAX_CHARS || !(V4.matcher(head).matches() || V6.matcher(head).matches())) {
      throw new IllegalArgumentException("not an address or CIDR");
    }
    InetAddress address;
    try {
      address = InetAddress.ofLiteral(head);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("not an address or CIDR", e);
    }
    Ip first = Ip.of(address);
    if (slash < 0) {
      return new Span(first, first);
    }
    String digits = text.substring(slash + 1);
    int most = head.indexOf(':') < 0 ? BITS - V4_OFFSET : BITS;
    if (!LENGTH.matcher(digits).matches() || Integer.parseInt(digits) > most) {
      throw new IllegalArgumentException("the prefix is 0 to " + most + " bits");
    }
    int prefix = Integer.parseInt(digits) + BITS - most;
    long highMask = prefix >= 64 ? -1L : prefix == 0 ? 0 : -1L << (64 - prefix);
    long lowMask = prefix <= 64 ? 0 : prefix == BITS ? -1L : -1L << (BITS - prefix);
    Ip network = new Ip(first.hi() & highMask, first.lo() & lowMask);
    if (!network.equals(first)) {
      throw new IllegalArgumentException(
          "bits are set behind the prefix; it begins at " + network + "/" + digits);
    }
    return new Span(first, new Ip(first.hi() | ~highMask, first.lo() | ~lowMask));
  }

  /** How many addresses; {@link Long#MAX_VALUE} where they are that many or more. */
  long size() {
    long distance = last.since(first);
    return distance == Long.MAX_VALUE ? distance : distance + 1;
  }

  boolean holds(Ip ip) {
    return first.compareTo(ip) <= 0 && ip.compareTo(last) <= 0;
  }

  boolean holds(Span other) {
    return holds(other.first) && holds(other.last);
  }

  boolean meets(Span other) {
    return first.compareTo(other.last) <= 0 && other.first.compareTo(last) <= 0;
  }

  /** The CIDRs that make it up, ascending: at most 254 of them. */
  List<String> cidrs() {
    List<String> cidrs = new ArrayList<>();
    Ip from = first;
    while (true) {
      int free = freeBits(from);
      // The largest block that begins here and doesn't go beyond the end.
      while (free > 0 && upTo(from, free).compareTo(last) > 0) {
        free--;
      }
      cidrs.add(from + "/" + ((from.v4() ? BITS - V4_OFFSET : BITS) - free));
      Ip end = upTo(from, free);
      if (end.equals(last)) {
        return cidrs;
      }
      from = end.plus(1);
    }
  }

  /** How many bits at the end are 0; of an IPv4 address at most 32. */
  private static int freeBits(Ip ip) {
    int zeros =
        ip.lo() != 0
            ? Long.numberOfTrailingZeros(ip.lo())
            : 64 + Long.numberOfTrailingZeros(ip.hi());
    return Math.min(zeros, ip.v4() ? BITS - V4_OFFSET : BITS);
  }

  private static Ip upTo(Ip from, int free) {
    long low = free >= 64 ? -1L : (1L << free) - 1;
    long high = free <= 64 ? 0 : free == BITS ? -1L : (1L << (free - 64)) - 1;
    return new Ip(from.hi() | high, from.lo() | low);
  }
}
