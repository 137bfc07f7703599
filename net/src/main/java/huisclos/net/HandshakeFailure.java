package huisclos.net;

import java.io.EOFException;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.util.Locale;
import javax.net.ssl.SSLException;

/**
 * Why a TLS handshake failed, in a fixed vocabulary that holds nothing from the wire: what reports
 * and the trail are given.
 */
public enum HandshakeFailure {
  TIMEOUT("timeout"),
  CLOSED("closed by the other side"),
  NOT_TLS("not TLS"),
  NO_CERTIFICATE("no certificate"),
  CERTIFICATE_REFUSED("certificate not trusted here"),
  /** What was shown is no certificate that could be judged. */
  CERTIFICATE_UNREADABLE("certificate unreadable"),
  REFUSED_BY_PEER("refused by the other side"),
  PROTOCOL_VERSION("no common protocol version"),
  CIPHER_SUITE("no common cipher suite"),
  OTHER("other");

  private final String kind;

  HandshakeFailure(String kind) {
    this.kind = kind;
  }

  /** The word for it. */
  public String kind() {
    return kind;
  }

  /**
   * Sorts an exception of the JDK's TLS. Its messages are not specified; where they tell more than
   * its type does, an unknown one ends as {@link #OTHER}.
   */
  public static HandshakeFailure of(IOException failure) {
    String text = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
    if (text.contains("failed to parse")) {
      return CERTIFICATE_UNREADABLE;
    }
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof CertificateException) {
        return CERTIFICATE_REFUSED;
      }
    }
    if (text.contains("empty client certificate") || text.contains("empty server certificate")) {
      return NO_CERTIFICATE;
    }
    if (text.contains("received fatal alert")) {
      return REFUSED_BY_PEER;
    }
    if (text.contains("unrecognized ssl message") || text.contains("plaintext connection")) {
      return NOT_TLS;
    }
    if (text.contains("no cipher suites in common")
        || text.contains("no negotiable cipher suite")) {
      return CIPHER_SUITE;
    }
    if (text.contains("not enabled or supported")
        || text.contains("protocol version")
        || text.contains("not supported by client")
        || text.contains("supported_versions")) {
      return PROTOCOL_VERSION;
    }
    if (text.contains("remote host terminated")
        || failure instanceof EOFException
        || !(failure instanceof SSLException)) {
      return CLOSED;
    }
    return OTHER;
  }
}
