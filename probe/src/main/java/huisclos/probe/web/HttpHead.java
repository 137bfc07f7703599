package huisclos.probe.web;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The head of an answer (RFC 9112 §2.1): its status and the few headers that the probe reads; every
 * other is passed over.
 *
 * @param status 100 to 599
 * @param http11 whether it is HTTP/1.1
 * @param headers by lower-case name
 * @param cookies names of the cookies that it sets, without values
 */
record HttpHead(int status, boolean http11, Map<String, String> headers, List<String> cookies) {
  private static final int MAX_LINE = 8192;
  private static final int MAX_HEADERS = 100;
  private static final int MAX_INTERIM = 5;
  private static final int MAX_COOKIES = 8;
  private static final int MAX_COOKIE_NAME = 40;
  private static final Set<String> READ =
      Set.of(
          "connection",
          "content-length",
          "content-type",
          "location",
          "server",
          "transfer-encoding",
          "www-authenticate");

  /** Reads one, passing over interim answers. */
  static HttpHead read(WebIn in) throws IOException {
    for (int i = 0; i < MAX_INTERIM; i++) {
      HttpHead head = one(in);
      if (head.status >= 200) {
        return head;
      }
    }
    throw new NotHttpException();
  }

  private static HttpHead one(WebIn in) throws IOException {
    String start = in.line(MAX_LINE);
    if (!start.matches("HTTP/1\\.[01] [1-5][0-9][0-9]( .*)?")) {
      throw new NotHttpException();
    }
    Map<String, String> headers = new HashMap<>();
    List<String> cookies = new ArrayList<>();
    for (int i = 0; i <= MAX_HEADERS; i++) {
      String line = in.line(MAX_LINE);
      if (line.isEmpty()) {
        return new HttpHead(
            Integer.parseInt(start.substring(9, 12)), start.charAt(7) == '1', headers, cookies);
      }
      int colon = line.indexOf(':');
      if (colon > 0) {
        String name = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
        String value = line.substring(colon + 1).strip();
        if (READ.contains(name)) {
          headers.merge(name, value, (a, b) -> a + ", " + b);
        } else if (name.equals("set-cookie")) {
          cookie(value).filter(_ -> cookies.size() < MAX_COOKIES).ifPresent(cookies::add);
        }
      }
    }
    throw new NotHttpException();
  }

  private static Optional<String> cookie(String value) {
    int equals = value.indexOf('=');
    return equals > 0 && equals <= MAX_COOKIE_NAME
        ? Optional.of(value.substring(0, equals))
        : Optional.empty();
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /** Whether a header mentions a word, in any case. */
  boolean says(String name, String word) {
    return header(name)
        .filter(value -> value.toLowerCase(Locale.ROOT).contains(word.toLowerCase(Locale.ROOT)))
        .isPresent();
  }

  boolean keepsAlive() {
    return http11 ? !says("connection", "close") : says("connection", "keep-alive");
  }

  /** How its body is framed (RFC 9112 §6.3). */
  HttpBody body(WebIn in) throws IOException {
    if (status == 204 || status == 304) {
      return HttpBody.sized(in, 0);
    }
    if (says("transfer-encoding", "chunked")) {
      return HttpBody.chunked(in);
    }
    Optional<String> length = header("content-length");
    if (length.isEmpty()) {
      return HttpBody.untilClosed(in);
    }
    String digits = length.orElseThrow();
    if (!digits.matches("[0-9]{1,18}")) {
      throw new NotHttpException();
    }
    return HttpBody.sized(in, Long.parseLong(digits));
  }
}
