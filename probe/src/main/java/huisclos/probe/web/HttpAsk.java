package huisclos.probe.web;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/**
 * A request.
 *
 * @param method such as {@code GET}
 * @param target path and query, visible ASCII only: a listing's names may be a patient's, so bytes
 *     that can be wiped
 * @param headers whole lines, without their ends
 * @param body may be empty
 */
record HttpAsk(String method, byte[] target, List<String> headers, byte[] body) {
  private static final byte[] NOTHING = new byte[0];

  HttpAsk {
    for (byte b : target) {
      if (b <= ' ' || b >= 0x7F) {
        throw new IllegalArgumentException("a request's target is visible ASCII");
      }
    }
    headers = List.copyOf(headers);
  }

  static HttpAsk get(String target) {
    return get(target.getBytes(StandardCharsets.US_ASCII));
  }

  static HttpAsk get(byte[] target) {
    return new HttpAsk("GET", target, List.of(), NOTHING);
  }

  static HttpAsk post(String target, String contentType, byte[] body) {
    return new HttpAsk(
        "POST",
        target.getBytes(StandardCharsets.US_ASCII),
        List.of("Content-Type: " + contentType),
        body);
  }

  HttpAsk with(String header) {
    return new HttpAsk(method, target, Stream.concat(headers.stream(), Stream.of(header)).toList(), body);
  }
}
