package huisclos.probe.finding;

import java.util.Locale;

/** What stopped a stranger, where something did. */
public enum Barrier {
  NONE,
  /** The called AE title is checked (A-ASSOCIATE-RJ, source 1, reason 7). */
  CALLED_AE,
  /** The calling AE title is checked (source 1, reason 3). */
  CALLING_AE,
  /** Rejected without saying which title, or why. */
  REJECTED,
  /** Clear text isn't answered where TLS is. */
  TLS_REQUIRED,
  /** The TLS handshake fails without a client certificate. */
  CLIENT_CERTIFICATE,
  /** HTTP 401, or a form. */
  LOGIN,
  /** HTTP 403 and the like. */
  FORBIDDEN,
  /** No context for a query was accepted. */
  NO_QUERY_CONTEXT,
  /** The association stands, and the query is refused or answered with an abort. */
  QUERY_REFUSED,
  /** Too busy, or a limit (A-ASSOCIATE-RJ source 3): nothing is known, ask again. */
  CONGESTION,
  /** The connection was closed before anything was said: a filter by address, or not DICOM. */
  CLOSED_AT_ONCE,
  /** It accepts the connection and says nothing within the time. */
  SILENT,
  /** What it says is not what was asked for. */
  NOT_THIS_PROTOCOL;

  /** In words. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
