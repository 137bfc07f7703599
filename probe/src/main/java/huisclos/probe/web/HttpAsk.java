package huisclos.probe.web;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/**
 * A request. Its target is bytes that can be wiped, for a listing's names may be a patient's.
 * Immutable but for its lent bytes.
 */
final class HttpAsk {
  private static final byte[] NOTHING = new byte[0];

  private final String method;
  private final byte[] target;
  private final List<String> headers;
  private final byte[] body;

  private HttpAsk(String method, byte[] target, List<String> headers, byte[] body) {
    for (byte b : target) {
      if (b <= ' ' || b >= 0x7F) {
        throw new IllegalArgumentException("a request's target is visible ASCII");
      }
    }
    this.method = method;
    this.target = target;
    this.headers = List.copyOf(headers);
    this.body = body;
  }

  static HttpAsk get(String target) {
    return get(target.getBytes(StandardCharsets.US_ASCII));
  }

  /** The bytes are lent: they are sent as they are then. */
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
    return new HttpAsk(
        method, target, Stream.concat(headers.stream(), Stream.of(header)).toList(), body);
  }

  boolean isGet() {
    return method.equals("GET");
  }

  /** As it goes over the wire; to be wiped. */
  byte[] bytes(String fixedHeaders) {
    StringBuilder head = new StringBuilder(" HTTP/1.1\r\n").append(fixedHeaders);
    headers.forEach(header -> head.append(header).append("\r\n"));
    if (!isGet()) {
      head.append("Content-Length: ").append(body.length).append("\r\n");
    }
    byte[] start = (method + " ").getBytes(StandardCharsets.US_ASCII);
    byte[] rest = head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(start.length + target.length + rest.length + body.length)
        .put(start)
        .put(target)
        .put(rest)
        .put(body)
        .array();
  }
}
