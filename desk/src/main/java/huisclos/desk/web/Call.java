package huisclos.desk.web;

import huisclos.gate.Identity;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One HTTP request of somebody whom the gate has let in, and its response. Of one virtual thread
 * only; everything blocks.
 *
 * <p>What comes before {@link #begin} can still become an error: an exception then is an answer of
 * 500 without a word of why. After it an exception cuts the response off, so that nobody takes half
 * of it for all.
 */
public interface Call {
  /** Who asks. */
  Identity who();

  /** The method, in upper case. */
  String method();

  /** The value of a variable of the route's template, such as {@code study}; decoded. */
  String variable(String name);

  /** The path as it was asked for, encoded, without the query. */
  String path();

  /** The query's parameters in their order, decoded as UTF-8; a name may come several times. */
  List<Map.Entry<String, String>> query();

  /** The first value of a parameter. */
  default Optional<String> query(String name) {
    return query().stream()
        .filter(e -> e.getKey().equals(name))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  /** The values of a header that may come several times or as a list, joined by commas. */
  Optional<String> header(String name);

  /** The body; never more bytes than the route allows, then it fails. */
  InputStream body();

  /** Scheme, host and port by which the caller reached us, such as {@code https://pacs:8443}. */
  String origin();

  /** Sets a header of the response; to be called before {@link #begin}. */
  Call set(String header, String value);

  /**
   * Begins the response: status and headers go out with the first bytes.
   *
   * @param length of the body in bytes; -1 where it isn't known
   */
  OutputStream begin(int status, String contentType, long length) throws IOException;

  /** The whole response. For {@code HEAD} the body is left out. */
  default void respond(int status, String contentType, byte[] body) throws IOException {
    try (OutputStream out = begin(status, contentType, body.length)) {
      out.write(body);
    }
  }

  /** A response without a body. */
  default void respond(int status) throws IOException {
    begin(status, "", 0).close();
  }
}
