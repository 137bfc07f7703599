package huisclos.desk.web;

import java.util.Optional;
import java.util.Set;

/**
 * Whether a request was made by our own pages, or by no page at all. Cookies and client
 * certificates go along with whatever any page makes a browser ask for; only where the request
 * comes from tells our pages from another site's.
 */
final class OriginCheck {
  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

  private OriginCheck() {}

  /**
   * Whether a request that a browser may have authenticated by itself is to be answered.
   *
   * @param own scheme, host and port by which the caller reached us
   * @param origins other origins that the settings name
   * @param origin of the request's header; no page can leave it out where it changes something
   * @param site {@code Sec-Fetch-Site}
   * @param cookie whether a cookie spoke for the caller: then a browser it is, and it must say
   */
  static boolean passes(
      String method,
      String own,
      Set<String> origins,
      Optional<String> origin,
      Optional<String> site,
      boolean cookie) {
    if (SAFE.contains(method)) {
      return true;
    }
    if (origin.isPresent()) {
      // A named site brings a token; that a browser adds our cookie is no wish of ours.
      return origin.get().equals(own) || (!cookie && origins.contains(origin.get()));
    }
    return site.map("same-origin"::equals).orElse(!cookie);
  }
}
