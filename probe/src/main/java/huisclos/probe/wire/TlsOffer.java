package huisclos.probe.wire;

import java.util.List;

/**
 * What a TLS client hello offers.
 *
 * @param protocols such as {@code TLSv1.3}, of those this JVM has
 * @param alpn application protocols, may be none
 */
public record TlsOffer(List<String> protocols, List<String> alpn) {
  public TlsOffer {
    protocols = List.copyOf(protocols);
    alpn = List.copyOf(alpn);
  }

  /** TLS 1.3 and 1.2, as an up-to-date client. */
  public static TlsOffer current() {
    return new TlsOffer(List.of("TLSv1.3", "TLSv1.2"), List.of());
  }
}
