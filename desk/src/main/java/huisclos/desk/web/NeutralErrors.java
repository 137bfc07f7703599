package huisclos.desk.web;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/**
 * The error answers of the server itself: a status, a few plain words, nothing of the request, the
 * cause or the product.
 */
final class NeutralErrors extends ErrorHandler {
  private static final Map<Integer, String> WORDS =
      Map.ofEntries(
          Map.entry(400, "bad request"),
          Map.entry(401, "sign in"),
          Map.entry(403, "not allowed"),
          Map.entry(404, "not found"),
          Map.entry(405, "method not allowed"),
          Map.entry(408, "too slow"),
          Map.entry(413, "too large"),
          Map.entry(414, "too long"),
          Map.entry(415, "unsupported"),
          Map.entry(429, "too many requests"),
          Map.entry(431, "too large"),
          Map.entry(503, "busy"));

  /** The body of an error answer. */
  static byte[] words(int status) {
    return (WORDS.getOrDefault(status, status < 500 ? "refused" : "failed") + "\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    int status = response.getStatus();
    response.getHeaders().clear();
    SecurityHeaders.addTo(response.getHeaders());
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain");
    byte[] body = request.getMethod().equals("HEAD") ? new byte[0] : words(status);
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, words(status).length);
    response.write(true, ByteBuffer.wrap(body), callback);
    return true;
  }
}
