package huisclos.desk.web;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/** What a request shows of who asks. */
public final class Credentials {
  /**
   * The session's cookie. The prefix has browsers take it only over TLS, from this very host and
   * for all its paths (RFC 6265bis §4.1.3.2).
   */
  public static final String SESSION_COOKIE = "__Host-session";

  private static final String BEARER = "bearer ";
  private static final int MAX_TOKEN = 8 * 1024;

  private Credentials() {}

  /** Whether the request has an {@code Authorization} header, readable or not. */
  static boolean claimsToken(HttpFields headers) {
    return headers.contains(HttpHeader.AUTHORIZATION);
  }

  /** The bearer token; empty where there is none, several, or another scheme. */
  static Optional<String> token(HttpFields headers) {
    List<String> values = headers.getValuesList(HttpHeader.AUTHORIZATION);
    if (values.size() != 1) {
      return Optional.empty();
    }
    String value = values.getFirst();
    return value.toLowerCase(Locale.ROOT).startsWith(BEARER) && value.length() <= MAX_TOKEN
        ? Optional.of(value.substring(BEARER.length()).strip()).filter(t -> !t.isEmpty())
        : Optional.empty();
  }

  /** The session's cookie; empty where there is none, or several: then one was planted. */
  static Optional<String> session(HttpFields headers) {
    List<String> found =
        headers.getFields(HttpHeader.COOKIE).stream()
            .map(HttpField::getValue)
            .flatMap(value -> Arrays.stream(value.split(";", -1)))
            .map(String::strip)
            .filter(pair -> pair.startsWith(SESSION_COOKIE + "="))
            .map(pair -> pair.substring(SESSION_COOKIE.length() + 1))
            .toList();
    return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
  }
}
