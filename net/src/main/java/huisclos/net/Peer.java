package huisclos.net;

import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Who is at the other end of a connection, as far as the transport can tell.
 *
 * @param address where it calls from
 * @param certificates its verified chain, its own first; empty only where the transport is plain
 * @param tlsProtocol such as {@code TLSv1.3}; empty where it is plain
 * @param cipherSuite likewise
 */
public record Peer(
    InetSocketAddress address,
    List<X509Certificate> certificates,
    String tlsProtocol,
    String cipherSuite) {
  public Peer {
    certificates = List.copyOf(certificates);
  }

  /** A peer without TLS. */
  public static Peer plain(InetSocketAddress address) {
    return new Peer(address, List.of(), "", "");
  }

  /** Address and TLS; the certificate's names stay out of it. */
  @Override
  public String toString() {
    return "Peer[" + address + ", " + tlsProtocol + ", " + cipherSuite + "]";
  }
}
