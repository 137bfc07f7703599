package huisclos.probe.scope;

import java.util.List;

/**
 * Addresses that stand for no host, or for this one (RFC 6890). Some are never dialled; some only
 * where a range lies wholly within them, so that nobody means them by accident.
 */
final class Specials {
  /**
   * This network, multicast, reserved and broadcast; for IPv6 unspecified, link-local (it needs an
   * interface to mean anything), multicast, and the forms that carry an IPv4 address past the
   * exclusions: 6to4, NAT64 and Teredo.
   */
  private static final List<Span> NEVER =
      spans(
          "0.0.0.0/8",
          "224.0.0.0/4",
          "240.0.0.0/4",
          "::/128",
          "fe80::/10",
          "ff00::/8",
          "2002::/16",
          "64:ff9b::/96",
          "64:ff9b:1::/48",
          "2001::/32");

  /** Loopback and link-local. */
  private static final List<Span> BY_NAME_ONLY = spans("127.0.0.0/8", "::1/128", "169.254.0.0/16");

  private Specials() {}

  private static List<Span> spans(String... texts) {
    return List.of(texts).stream().map(Span::parse).toList();
  }

  /** Whether nothing of a span can ever be dialled. */
  static boolean never(Span span) {
    return NEVER.stream().anyMatch(block -> block.holds(span));
  }

  /** What a range of this span doesn't mean. */
  static IpSet notMeant(Span span) {
    return IpSet.of(
        java.util.stream.Stream.concat(
                NEVER.stream(), BY_NAME_ONLY.stream().filter(block -> !block.holds(span)))
            .filter(block -> block.meets(span))
            .toList());
  }
}
