package huisclos.gate;

import java.io.EOFException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;

/**
 * Tells from an exception why a TLS handshake failed. What our own check refused is exact; the rest
 * is read from the JDK's messages, which a test pins, and what they don't tell is {@link
 * Reason#TLS_FAILURE}.
 */
final class Handshakes {
  private static final int MAX_CAUSES = 16;

  private record Sign(String part, Reason reason) {}

  /** Parts of the JDK's messages, lower case; the first that fits counts. */
  private static final List<Sign> SIGNS =
      List.of(
          new Sign("empty client certificate chain", Reason.NO_CERTIFICATE),
          new Sign("empty server certificate chain", Reason.NO_CERTIFICATE),
          new Sign("null cert chain", Reason.NO_CERTIFICATE),
          new Sign("failed to parse", Reason.UNREADABLE_CERTIFICATE),
          new Sign("unsupported or unrecognized ssl message", Reason.PLAIN_TEXT),
          new Sign("supported protocol versions", Reason.RETIRED_TLS),
          new Sign("client requested protocol", Reason.RETIRED_TLS),
          new Sign("sslv2hello is not enabled", Reason.RETIRED_TLS),
          new Sign("unsupported sslv2", Reason.RETIRED_TLS),
          new Sign("unsupported record version", Reason.RETIRED_TLS),
          new Sign("not enabled or supported in server context", Reason.RETIRED_TLS),
          new Sign("no cipher suites in common", Reason.NO_COMMON_CIPHER),
          new Sign("no available authentication scheme", Reason.NO_COMMON_CIPHER),
          new Sign("inappropriate fallback", Reason.RETIRED_TLS),
          new Sign("received fatal alert", Reason.PEER_DECLINED),
          new Sign("remote host terminated the handshake", Reason.PEER_GONE),
          new Sign("connection reset", Reason.PEER_GONE),
          new Sign("broken pipe", Reason.PEER_GONE));

  /**
   * The words of {@code net} and {@code desk}, which hold the door; none where our own check
   * refused.
   */
  private static final Map<String, Optional<Reason>> KINDS =
      Map.ofEntries(
          Map.entry("timeout", Optional.of(Reason.TIMEOUT)),
          Map.entry("closed by the other side", Optional.of(Reason.PEER_GONE)),
          Map.entry("not TLS", Optional.of(Reason.PLAIN_TEXT)),
          Map.entry("no certificate", Optional.of(Reason.NO_CERTIFICATE)),
          Map.entry("certificate not trusted here", Optional.empty()),
          Map.entry("certificate unreadable", Optional.of(Reason.UNREADABLE_CERTIFICATE)),
          Map.entry("refused by the other side", Optional.of(Reason.PEER_DECLINED)),
          Map.entry("no common protocol version", Optional.of(Reason.RETIRED_TLS)),
          Map.entry("no common cipher suite", Optional.of(Reason.NO_COMMON_CIPHER)),
          Map.entry("nothing asked", Optional.of(Reason.NOTHING_ASKED)),
          Map.entry("too many connections", Optional.of(Reason.TOO_MANY_CONNECTIONS)));

  private Handshakes() {}

  /** What to record for a word; empty where the refused certificate is on record already. */
  static Optional<Reason> recordable(String kind) {
    return KINDS.getOrDefault(kind, Optional.of(Reason.TLS_FAILURE));
  }

  /** Whether our own check of the certificate ended the handshake. */
  static boolean refusedHere(Throwable failure) {
    Throwable cause = failure;
    for (int i = 0; cause != null && i < MAX_CAUSES; i++, cause = cause.getCause()) {
      if (cause instanceof ClientTrust.Refused) {
        return true;
      }
    }
    return false;
  }

  static Reason why(Throwable failure) {
    Throwable cause = failure;
    for (int i = 0; cause != null && i < MAX_CAUSES; i++, cause = cause.getCause()) {
      if (cause instanceof ClientTrust.Refused refused) {
        return refused.reason();
      }
      if (cause instanceof SocketTimeoutException) {
        return Reason.TIMEOUT;
      }
    }
    String message = failure.getMessage();
    if (message != null) {
      String lower = message.toLowerCase(Locale.ROOT);
      for (Sign sign : SIGNS) {
        if (lower.contains(sign.part())) {
          return sign.reason();
        }
      }
    }
    return switch (failure) {
      case SSLException _ -> Reason.TLS_FAILURE;
      case EOFException _ -> Reason.PEER_GONE;
      case SocketException _ -> Reason.PEER_GONE;
      default -> Reason.TLS_FAILURE;
    };
  }
}
