package huisclos.desk.web;

import org.eclipse.jetty.http.HttpFields;

/**
 * What every response carries, whatever its status: browsers stay on TLS, run nothing that isn't a
 * file of ours, frame nothing, keep nothing, and tell nobody where they came from.
 */
final class SecurityHeaders {
  /** No inline script or style, no plug-in, no frame, no form to elsewhere. */
  static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src"
          + " 'self'; font-src 'self'; worker-src 'self'; manifest-src 'self'; form-action 'self';"
          + " base-uri 'none'; frame-ancestors 'none'";

  private SecurityHeaders() {}

  /** Adds them. */
  static void addTo(HttpFields.Mutable headers) {
    headers.put("Strict-Transport-Security", "max-age=31536000");
    headers.put("Content-Security-Policy", POLICY);
    headers.put("X-Content-Type-Options", "nosniff");
    headers.put("X-Frame-Options", "DENY");
    // Not no-referrer: browsers then say "Origin: null" of our own forms too, and OriginCheck says
    // no.
    headers.put("Referrer-Policy", "same-origin");
    headers.put("Cross-Origin-Opener-Policy", "same-origin");
    headers.put("Cross-Origin-Resource-Policy", "same-origin");
    headers.put("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
    headers.put("Cache-Control", "no-store");
  }
}
