package huisclos.probe.inquiry;

import huisclos.probe.finding.Rung;
import huisclos.probe.notice.RdapContacts;
import huisclos.probe.notice.SecurityTxt;
import huisclos.probe.web.WebFetch;
import huisclos.probe.wire.Purpose;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;

/** Everything that is sent to find out whom to tell, in the words of the trail. */
final class Questions {
  private static final String GET_RDAP = "GET (RDAP) ip/";
  private static final Purpose CONNECT_RDAP =
      Purpose.of(Rung.ASSOCIATES, "TCP connection to the RDAP service");
  private static final Purpose TLS_RDAP =
      Purpose.of(Rung.ASSOCIATES, "TLS handshake with the RDAP service, its certificate verified");

  /** A host's own security.txt (RFC 9116 §3). */
  static final WebFetch SECURITY_TXT =
      new WebFetch(
          "/.well-known/security.txt",
          List.of("text/plain"),
          SecurityTxt.MAX_CHARS,
          Purpose.of(Rung.ASSOCIATES, "TCP connection for security.txt"),
          Purpose.of(Rung.ASSOCIATES, "TLS handshake for security.txt, no certificate shown"),
          Purpose.of(Rung.ASSOCIATES, "GET /.well-known/security.txt"));

  private Questions() {}

  /** A registry's record of an address (RFC 9082 §3.1.1). */
  static WebFetch rdap(URI base, InetAddress address) {
    return new WebFetch(
        path(base) + "/ip/" + address.getHostAddress(),
        List.of("application/rdap+json", "application/json"),
        RdapContacts.MAX_CHARS,
        CONNECT_RDAP,
        TLS_RDAP,
        Purpose.of(Rung.ASSOCIATES, GET_RDAP + address.getHostAddress()));
  }

  /** Whether a purpose is one of asking about an address. */
  static boolean rdap(Purpose purpose) {
    return purpose.equals(CONNECT_RDAP)
        || purpose.equals(TLS_RDAP)
        || (purpose.rung() == Rung.ASSOCIATES
            && !purpose.namesCross()
            && purpose.what().startsWith(GET_RDAP));
  }

  private static String path(URI base) {
    String path = base.getRawPath();
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }
}
