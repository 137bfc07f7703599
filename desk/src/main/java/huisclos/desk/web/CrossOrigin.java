package huisclos.desk.web;

import java.util.Map;

/**
 * What lets pages of a named site ask with a token and read the answer (Fetch Standard, CORS).
 * Without {@code Access-Control-Allow-Credentials} a browser sends them no cookie and no
 * certificate. Pure.
 */
final class CrossOrigin {
  /** Seconds for which a browser needn't ask again. */
  private static final String MAX_AGE = "600";

  private static final String REQUEST_HEADERS =
      "Authorization, Accept, Content-Type, If-None-Match, Range, Prefer";
  private static final String ANSWER_HEADERS =
      "Content-Location, Content-Range, ETag, Link, Location, Retry-After, Warning, X-Total-Count";

  private CrossOrigin() {}

  /** The answer to what a browser asks beforehand. */
  static Map<String, String> preflight(String origin, String methods) {
    return Map.of(
        "Access-Control-Allow-Origin", origin,
        "Access-Control-Allow-Methods", methods,
        "Access-Control-Allow-Headers", REQUEST_HEADERS,
        "Access-Control-Max-Age", MAX_AGE,
        "Vary", "Origin");
  }

  /** Lets pages of an origin read an answer with all that a client needs of it. */
  static Map<String, String> readable(String origin) {
    return Map.of(
        "Access-Control-Allow-Origin",
        origin,
        "Access-Control-Expose-Headers",
        ANSWER_HEADERS,
        "Cross-Origin-Resource-Policy",
        "cross-origin",
        "Vary",
        "Origin");
  }
}
